package io.gradwatch.alerting.testing;

import io.gradwatch.alerting.AlertingMain;
import io.gradwatch.kafka.testing.TestPorts;
import io.gradwatch.service.testing.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Alerting as a process of its own, which can be killed and stopped. Its metrics say what it does. */
public final class AlertingProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int metricsPort;

    private AlertingProcess(Process process, int metricsPort) {
        this.process = process;
        this.metricsPort = metricsPort;
    }

    /**
     * Starts it.
     *
     * @param folder for its files
     * @param bootstrapServers of Kafka
     * @param section the section {@code alerting}, without metrics
     */
    public static AlertingProcess start(Path folder, String bootstrapServers, String section) throws IOException {
        int port = TestPorts.free();
        Files.createDirectories(folder);
        Path config = folder.resolve("gradwatch.yml");
        Files.writeString(config, section + "  metrics: {port: " + port + "}\n");
        Process process = JavaProcess.command(
                        AlertingMain.class,
                        "--config",
                        config.toString(),
                        "--bootstrap-servers",
                        bootstrapServers,
                        "--data",
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("process.log").toFile())
                .start();
        // A build that is interrupted leaves none, one that stands still included.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new AlertingProcess(process, port);
    }

    /** Value of a metric without labels; -1 while it does not answer. */
    public double metric(String name) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return HTTP.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** True where it leads. */
    public boolean leads() {
        return metric("gradwatch_alerting_leader") == 1;
    }

    /** True where it stands by. */
    public boolean standsBy() {
        return metric("gradwatch_alerting_leader") == 0;
    }

    /** Ends it at once. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Makes it stand still. */
    public void stop() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    }
}
