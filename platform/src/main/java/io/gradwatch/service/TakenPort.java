package io.gradwatch.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A port that another process listens at, with the process and the remedy. Linux names the process to its own user and
 * to root; elsewhere only the port is named.
 */
public final class TakenPort {

    private static final Path PROCESSES = Path.of("/proc");
    private static final List<String> TABLES = List.of("net/tcp", "net/tcp6");
    private static final String LISTENS = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String OUR_COMMANDS = "io.gradwatch.standalone.Main";

    private TakenPort() {}

    /**
     * One sentence on the taken port and its remedy, for the person who started the service.
     *
     * @param what name of the part that wants to listen, as in "the page"
     * @param port that is taken
     * @param key of the configuration that holds the port, such as {@code fleet.port}
     */
    public static String problem(String what, String host, int port, String key) {
        return what + " cannot listen at " + host + ":" + port + ", which is taken"
                + holder(port).map(process -> " by " + process).orElse(" by another process")
                + ": stop that, or set " + key + " (" + variable(key) + ") to another port";
    }

    /** The environment variable of a key. */
    static String variable(String key) {
        return "GRADWATCH_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The process that listens at a port, such as "process 1234 (gradwatch up)"; empty where it cannot be found. */
    static Optional<String> holder(int port) {
        try {
            Set<String> sockets = sockets(port);
            return sockets.isEmpty() ? Optional.empty() : process(sockets).map(TakenPort::described);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Set<String> sockets(int port) throws IOException {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try (Stream<Path> tables = TABLES.stream().map(PROCESSES.resolve("self")::resolve)) {
            return tables.filter(Files::isReadable)
                    .flatMap(TakenPort::lines)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields ->
                            fields.length > INODE && fields[ADDRESS].endsWith(suffix) && fields[STATE].equals(LISTENS))
                    .map(fields -> "socket:[" + fields[INODE] + "]")
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Optional<Path> process(Set<String> sockets) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return Optional.of(process);
                }
            }
        }
        return Optional.empty();
    }

    /** True where the process holds one of the sockets; false for processes of other users, which cannot be read. */
    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : open) {
                if (sockets.contains(target(file))) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException e) {
            return false;
        }
        return false;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String described(Path process) {
        return "process " + process.getFileName()
                + name(process).map(name -> " (" + name + ")").orElse("");
    }

    /** Name of a process: the command for one of ours, else the program. */
    private static Optional<String> name(Path process) {
        try {
            List<String> words = List.of(Files.readString(process.resolve("cmdline"), StandardCharsets.UTF_8)
                    .split("\0"));
            int ours = words.indexOf(OUR_COMMANDS);
            return Optional.of(
                    ours >= 0 && ours + 1 < words.size()
                            ? "gradwatch " + words.get(ours + 1)
                            : Files.readString(process.resolve("comm")).strip());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
