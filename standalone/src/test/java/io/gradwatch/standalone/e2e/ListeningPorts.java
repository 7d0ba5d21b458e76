package io.gradwatch.standalone.e2e;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** TCP ports at which a process listens, as the kernel of Linux says. */
final class ListeningPorts {

    private static final String LISTEN = "0A";
    private static final int HEXADECIMAL = 16;

    private ListeningPorts() {}

    static Set<Integer> of(long pid) throws IOException {
        Set<String> sockets = new HashSet<>();
        Path process = Path.of("/proc", Long.toString(pid));
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    sockets.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        Set<Integer> ports = new TreeSet<>();
        for (String table : new String[] {"tcp", "tcp6"}) {
            Files.lines(process.resolve("net").resolve(table)).skip(1).forEach(line -> {
                String[] fields = line.strip().split("\\s+");
                if (fields[3].equals(LISTEN) && sockets.contains(fields[9])) {
                    ports.add(Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), HEXADECIMAL));
                }
            });
        }
        return ports;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed meanwhile.
            return "";
        }
    }
}
