package io.gradwatch.service.testing;

import io.gradwatch.patience.testing.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class of the tests in a JVM of its own. */
public final class JavaProcess implements AutoCloseable {

    private final Process process;

    private JavaProcess(Process process) {
        this.process = process;
    }

    /** Starts it and waits until it has printed the line. */
    public static JavaProcess start(Class<?> main, String awaited, String... arguments) throws IOException {
        JavaProcess started = new JavaProcess(command(main, arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
        BufferedReader out = started.process.inputReader();
        String line = out.readLine();
        while (line != null && !line.equals(awaited)) {
            line = out.readLine();
        }
        if (line == null) {
            started.process.destroyForcibly();
            throw new IOException(main + " ended before it said: " + awaited);
        }
        return started;
    }

    /** Command of a JVM on the class path of the tests. */
    public static ProcessBuilder command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** Id of the process. */
    public long pid() {
        return process.pid();
    }

    /** Asks it to end, as a service manager does, and waits for its end. */
    public void terminate() throws InterruptedException, IOException {
        process.destroy();
        awaitEnd();
    }

    /** As {@code kill -9}; waits for the end of the process. */
    public void kill() throws InterruptedException, IOException {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() throws InterruptedException, IOException {
        if (!process.waitFor(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("the process " + pid() + " does not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
