package io.gradwatch.service.testing;

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
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        JavaProcess started = new JavaProcess(new ProcessBuilder(command)
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

    public long pid() {
        return process.pid();
    }

    /** As {@code kill -9}; waits for the end of the process. */
    public void kill() throws InterruptedException, IOException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IOException("the process " + pid() + " does not die");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
