package io.gradwatch.standalone.e2e;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** JVMs of their own on the class path of this one, with a log file each. None survives {@link #close}. */
public final class JavaProcesses implements AutoCloseable {

    private static final int LINES_OF_LOG = 40;

    private final Path folder;
    private final Map<String, Process> running = new ConcurrentSkipListMap<>();

    /** @param folder for logs and temporary files */
    public JavaProcesses(Path folder) {
        this.folder = folder;
        // A build that is interrupted ends this JVM without an @AfterEach.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> running.values().forEach(Process::destroyForcibly), "end-processes"));
    }

    /** Starts a main class under a name that no running process has. */
    public Process start(String name, String mainClass, List<String> arguments) {
        return start(name, mainClass, arguments, List.of());
    }

    /** Starts a main class with options for its JVM, which go before the usual ones. */
    public Process start(String name, String mainClass, List<String> arguments, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-Dlog4j2.level=WARN",
                "-Djava.io.tmpdir=" + folder,
                "-Duser.home=" + folder.resolve("home")));
        command.addAll(ProcessClassPath.options());
        command.addAll(options);
        command.add(mainClass);
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            keepFromUser(builder.environment());
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
                    .start();
            running.put(name, process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Nothing of the user is read, taken or written: neither below the home nor at the default socket. */
    private void keepFromUser(Map<String, String> environment) {
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
        environment.remove("GRADWATCH_AGENT");
    }

    /** Runs a main class to its end. */
    public void run(String name, String mainClass, List<String> arguments) throws InterruptedException {
        Process process = start(name, mainClass, arguments);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(name + " did not end well:\n" + logs());
        }
        running.remove(name);
    }

    /** Kills a process as {@code kill -9} does, and waits for its end. */
    public void kill(String name) throws InterruptedException {
        running.remove(name).destroyForcibly().waitFor();
    }

    /** Id of one. */
    public long pid(String name) {
        return running.get(name).pid();
    }

    /** Lets one stand still, as under a debugger or on a machine that sleeps. */
    public void pause(String name) throws InterruptedException {
        signal(name, "STOP");
    }

    /** Lets one that stands still go on. */
    public void resume(String name) throws InterruptedException {
        signal(name, "CONT");
    }

    private void signal(String name, String signal) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid(name)))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot signal " + name, e);
        }
    }

    /** Asks a process to stop, as a service manager does, and does not wait for its end. */
    public Process end(String name) {
        Process process = running.get(name);
        process.destroy();
        return process;
    }

    /** Asks a process to stop, and waits for its end. */
    public void terminate(String name) throws InterruptedException {
        Process process = end(name);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " does not stop:\n" + logs());
        }
        running.remove(name);
    }

    /** The names of those that ended by themselves. */
    public List<String> dead() {
        return running.entrySet().stream()
                .filter(entry -> !entry.getValue().isAlive())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Waits until the log of one has a text. */
    public void awaitLog(String name, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(log(name)).as(this::logs).content().contains(text));
    }

    /** The last lines of every log. */
    public String logs() {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".log")).toList()) {
                List<String> lines = Files.readAllLines(file);
                all.append("== ").append(file.getFileName()).append('\n');
                lines.stream()
                        .skip(Math.max(0, lines.size() - LINES_OF_LOG))
                        .forEach(line -> all.append(line).append('\n'));
            }
        } catch (IOException e) {
            all.append(e);
        }
        return all.toString();
    }

    @Override
    public void close() throws InterruptedException {
        running.values().forEach(Process::destroyForcibly);
        for (Process process : running.values()) {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        running.clear();
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }
}
