package io.gradwatch.fleet.sql;

import io.gradwatch.fleet.sql.worker.ArrowStream;
import io.gradwatch.fleet.sql.worker.Frames;
import io.gradwatch.fleet.sql.worker.SqlBounds;
import io.gradwatch.fleet.sql.worker.SqlMain;
import io.gradwatch.fleet.sql.worker.SqlReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Handle of a process that answers queries: Java of the same installation with the same class path, little memory, none
 * of the environment's secrets, and a lower priority than the monitor. It answers one query at a time and is killed
 * where a query goes beyond its bounds.
 */
final class SqlProcess implements AutoCloseable {

    /** Heap of the process: rows pass one by one; the tree of the longest query takes most. Own choice. */
    private static final String HEAP = "-Xmx256m";

    /** Options of Java. */
    static final List<String> OPTIONS = List.of(
            HEAP,
            // Standard output is the pipe of replies: what Java itself has to say must not come between them.
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-Xshare:auto",
            ArrowStream.OPTION);

    /**
     * Variables that a process needs of the environment; the rest holds tokens and options that are meant for others.
     */
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR");

    /** Lets detection and alerting have the processors first. */
    private static final Path NICE = Path.of("/usr/bin/nice");

    private static final String NICENESS = "10";
    private static final long PATIENCE_TO_DIE_SECONDS = 10;

    /** Word of the pipe: a reply, or that it ended. */
    private record Heard(Optional<SqlReply> reply) {}

    private final Process process;
    private final Path temporary;
    private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private boolean ready;

    private SqlProcess(Process process, Path temporary) {
        this.process = process;
        this.temporary = temporary;
    }

    /** Starts a process; it takes queries once {@link #reply} has said so. */
    static SqlProcess start(SqlBounds bounds) {
        try {
            Path temporary = Files.createTempDirectory("gradwatch-sql-");
            ProcessBuilder builder = new ProcessBuilder(command(temporary));
            // In a variable: a command line has less room.
            builder.environment().keySet().retainAll(ENVIRONMENT);
            builder.environment().putAll(Map.of("CLASSPATH", System.getProperty("java.class.path")));
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            SqlProcess started = new SqlProcess(builder.start(), temporary);
            started.listen();
            started.send(bounds);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("the process that answers SQL cannot be started: " + e.getMessage(), e);
        }
    }

    private static List<String> command(Path temporary) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", NICENESS));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.add("-XX:ErrorFile=" + temporary.resolve("crash.log"));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add(SqlMain.class.getName());
        return command;
    }

    private void listen() {
        Thread reader = new Thread(
                () -> {
                    try {
                        while (true) {
                            heard.add(new Heard(Optional.of(Frames.read(
                                    process.getInputStream(), SqlReply.class, Frames.MOST_BYTES_OF_REPLY))));
                        }
                    } catch (IOException e) {
                        heard.add(new Heard(Optional.empty()));
                    }
                },
                "sql-replies");
        reader.setDaemon(true);
        reader.start();
    }

    /** True where it has said that it takes queries. */
    boolean isReady() {
        return ready;
    }

    /** True where it lives. */
    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Hands it a message, without waiting until it takes it, which a process that is stopped never does; what it makes
     * of it comes as {@link #reply}. Its death ends the writing.
     */
    void send(Object message) {
        Thread writer = new Thread(
                () -> {
                    try {
                        Frames.write(process.getOutputStream(), message);
                    } catch (IOException e) {
                        // It has died; the other pipe shows that too.
                        return;
                    }
                },
                "sql-tasks");
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Waits for the next reply.
     *
     * @return nothing where none came in time
     * @throws EndedException when the process has ended
     */
    Optional<SqlReply> reply(long millis) throws EndedException, InterruptedException {
        Heard next = heard.poll(millis, TimeUnit.MILLISECONDS);
        if (next == null) {
            return Optional.empty();
        }
        SqlReply reply = next.reply().orElseThrow(EndedException::new);
        ready |= reply.outcome() == SqlReply.Outcome.READY;
        return Optional.of(reply);
    }

    /** True where the system reports the memory of a process. */
    static boolean memoryIsKnown() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.anyMatch(line -> line.startsWith("RssAnon:"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** Memory of its own, bytes: what no file backs, also where it is swapped out; 0 where the system does not say. */
    long memoryBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:") || line.startsWith("VmSwap:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** Its number in the system. */
    long pid() {
        return process.pid();
    }

    /** Account of its end by the system, once it has ended; waits a moment for that. */
    String end() throws InterruptedException {
        return process.waitFor(PATIENCE_TO_DIE_SECONDS, TimeUnit.SECONDS)
                ? "exit code " + process.exitValue()
                : "no exit code";
    }

    /** Kills it and waits until it is dead: no file is then in use by it. */
    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = false;
        try {
            process.waitFor(PATIENCE_TO_DIE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        removeTemporary();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeTemporary() {
        try (Stream<Path> files = Files.walk(temporary)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // An empty folder in the system's place for such.
            return;
        }
    }

    /** The process has ended by itself: it met the end of its memory, or an error of native code. */
    static final class EndedException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
