package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.AlertingMain;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.kafka.CreateTopics;
import io.gradwatch.kafka.testing.TestPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The parts as the containers run them: Kafka, Flink's JobManager and TaskManager, the submitter and alerting, each a
 * process of its own on the loopback address, with the main classes and the Flink configuration of {@code docker/}.
 */
class SeparateProcessesIT {

    @TempDir
    private Path folder;

    private final int jobManagerMetrics = TestPorts.free();
    private final int taskManagerMetrics = TestPorts.free();
    private LoopbackSlack slack;
    private JavaProcesses processes;
    private KafkaProcess kafka;
    private FlinkProcesses flink;
    private NotifiedRuns notified;

    @BeforeEach
    void startAll() throws Exception {
        slack = new LoopbackSlack();
        processes = new JavaProcesses(folder);
        notified = new NotifiedRuns(slack, processes);
        kafka = new KafkaProcess(folder, processes, List.of());
        kafka.format();
        kafka.start();
        flink = new FlinkProcesses(folder, processes);
        flink.startJobManager("flink-jobmanager", metricsAt(jobManagerMetrics));
        flink.startTaskManager("flink-taskmanager-1", metricsAt(taskManagerMetrics));
        processes.run("topics", CreateTopics.class.getName(), List.of(kafka.bootstrapServers(), "2", "1"));
        Path config = Files.writeString(
                folder.resolve("gradwatch.yaml"),
                "kafka: {bootstrap-servers: '%s'}%n".formatted(kafka.bootstrapServers())
                        + NotifiedRuns.configuration(slack));
        flink.startSubmitter("detection", config);
        processes.start(
                "alerting",
                AlertingMain.class.getName(),
                List.of(
                        "--config",
                        config.toString(),
                        "--data",
                        folder.resolve("outbox").toString()));
    }

    @AfterEach
    void stopAll() throws Exception {
        processes.close();
        kafka.close();
        slack.close();
    }

    @Test
    void taskManagerKilledInMidStream_everyAlertIsToldOnce() throws Exception {
        List<String> runs = IntStream.range(0, 12).mapToObj(run -> "run-" + run).toList();
        try (FailingRuns failing = new FailingRuns(kafka.bootstrapServers())) {
            failing.train(runs.subList(0, 4));
            notified.awaitAll(runs.subList(0, 4));

            failing.begin(runs.subList(4, 8));
            processes.kill("flink-taskmanager-1");
            failing.fail(runs.subList(4, 8));
            flink.startTaskManager("flink-taskmanager-2", metricsAt(TestPorts.free()));
            failing.train(runs.subList(8, 12));
            notified.awaitAll(runs);
        }

        assertThat(notified.all()).as("each run is told once").containsExactlyInAnyOrderElementsOf(runs);
        assertThat(processes.dead())
                .as("processes that died, with the logs:\n" + processes.logs())
                .isEmpty();
    }

    @Test
    void everyFlinkProcess_servesWhatItKnows() throws Exception {
        try (FailingRuns failing = new FailingRuns(kafka.bootstrapServers())) {
            failing.train(List.of("run-0"));
        }
        notified.awaitAll(List.of("run-0"));

        assertThat(scrape(taskManagerMetrics))
                .contains("gradwatch_detection_alerts_total{detector=\"failed-run\",transition=\"raised\"} 1.0")
                .noneMatch(line -> line.startsWith("gradwatch_detection_restarts_total"));
        assertThat(scrape(jobManagerMetrics))
                .contains("gradwatch_detection_restarts_total 0.0")
                .noneMatch(line -> line.startsWith("gradwatch_detection_alerts_total"));
    }

    private Path metricsAt(int port) throws IOException {
        return Files.writeString(
                folder.resolve("metrics-" + port + ".yaml"), "detection: {metrics: {port: %d}}".formatted(port));
    }

    private static List<String> scrape(int port) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines())
                .body()
                .toList();
    }
}
