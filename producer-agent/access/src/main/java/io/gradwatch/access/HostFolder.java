package io.gradwatch.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Name of this host as that of a folder: a home may be shared by hosts, each with addresses and jobs of its own. */
public final class HostFolder {

    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private HostFolder() {}

    /** The name, without asking the environment or a name service; "host" where it is not known or fit for a folder. */
    public static String name() {
        try {
            String name = Files.readString(LINUX).strip();
            return name.matches("[A-Za-z0-9._-]*[A-Za-z0-9]") ? name : "host";
        } catch (IOException e) {
            return "host";
        }
    }
}
