package io.gradwatch.standalone.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A training job in a process of its own that is destroyed, without a chance to say so, when it has made enough steps.
 */
final class KilledProcess implements AutoCloseable {

    private final Process process;

    private KilledProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts this JVM's Java with this JVM's class path.
     *
     * @param main class to run; it prints the number of each step, one a line
     * @param environment variables besides those of this process
     * @param folder for its log and for its temporary files, which a killed process cannot remove
     */
    static KilledProcess start(String main, List<String> arguments, Map<String, String> environment, Path folder)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command()
                .add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command()
                .addAll(List.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + folder));
        builder.command().addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        builder.command().addAll(arguments);
        builder.environment().putAll(environment);
        builder.redirectError(folder.resolve("killed.log").toFile());
        return new KilledProcess(builder.start());
    }

    /**
     * Follows the job until it has made {@code steps}, then kills it (SIGKILL).
     *
     * @param progress gets the number of each step
     * @throws IOException when the job ended by itself before
     */
    void killAfter(long steps, LongConsumer progress) throws IOException {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                long step = Long.parseLong(line.strip());
                progress.accept(step);
                if (step >= steps) {
                    close();
                    return;
                }
            }
        }
        throw new IOException("the job that was to be killed ended by itself");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
