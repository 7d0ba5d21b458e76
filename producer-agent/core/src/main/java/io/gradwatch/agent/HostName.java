package io.gradwatch.agent;

import io.gradwatch.agent.clean.CleanText;
import io.gradwatch.agent.clean.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Name of this host, as runs declare it: alerting tells alerts of one host and cause together. */
public final class HostName {

    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** The name, without asking the name service, which may take seconds; empty where it is not known. */
    public static String own() {
        for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
            String name = System.getenv(variable);
            if (name != null && !name.isBlank()) {
                return CleanText.of(name, Limits.NAME_CHARACTERS);
            }
        }
        try {
            return CleanText.of(Files.readString(LINUX, StandardCharsets.UTF_8), Limits.NAME_CHARACTERS);
        } catch (IOException e) {
            return "";
        }
    }
}
