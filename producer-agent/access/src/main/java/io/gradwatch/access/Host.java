package io.gradwatch.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names of this host. No name service is asked, which may take seconds. */
public final class Host {

    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private Host() {}

    /** The name that runs declare, as the environment has it before the kernel; empty where it is not known. */
    public static String name() {
        for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
            String name = System.getenv(variable);
            if (name != null && !name.isBlank()) {
                return name.strip();
            }
        }
        return kernelName();
    }

    /**
     * The name of its folder in a home that hosts may share: that of the kernel alone, so that every process finds the
     * same; "host" where that is not known or not fit for a folder. The Python package has the same rule.
     */
    public static String folder() {
        String name = kernelName();
        return name.matches("[A-Za-z0-9._-]*[A-Za-z0-9]") ? name : "host";
    }

    private static String kernelName() {
        try {
            return Files.readString(LINUX).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
