package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.standalone.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gradwatch up} as a process that is killed in mid-stream and started again on the same data folder. */
class UpKilledIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final int kafkaPort = JavaProcesses.freePort();
    private LoopbackSlack slack;
    private JavaProcesses processes;
    private ToldRuns told;

    @BeforeEach
    void startSlack() throws Exception {
        slack = new LoopbackSlack();
        processes = new JavaProcesses(folder);
        told = new ToldRuns(slack, processes);
    }

    @AfterEach
    void stopAll() throws Exception {
        processes.close();
        slack.close();
    }

    @Test
    void killedTwiceInMidStream_everyAlertIsToldOnce() throws Exception {
        List<String> runs = IntStream.range(0, 9).mapToObj(run -> "run-" + run).toList();
        up("up-1");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            FailingRuns failing = new FailingRuns(producer);
            failing.train(runs.subList(0, 3));
            told.awaitAll(runs.subList(0, 1));
            awaitPauseBetweenMessages();
            processes.kill("up-1");

            up("up-2");
            failing.begin(runs.subList(3, 6));
            failing.fail(runs.subList(3, 6));
            processes.kill("up-2");

            up("up-3");
            failing.train(runs.subList(6, 9));
            told.awaitAll(runs);
        }
        assertThat(told.all()).as("each run is told once").containsExactlyInAnyOrderElementsOf(runs);
    }

    private void up(String name) throws Exception {
        Path config = Files.writeString(folder.resolve("gradwatch.yaml"), """
                data-folder: %s
                kafka:
                  port: %d
                agent:
                  socket: %s
                alerting:
                  group-wait: 100ms
                  receivers:
                    - name: slack
                      slack: {url: '%s'}
                """.formatted(
                        folder.resolve("data"), kafkaPort, folder.resolve("agent.sock"), slack.webhook()));
        processes.start(name, Main.class.getName(), List.of("up", "--config", config.toString()));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(folder.resolve(name + ".log")).content().contains("Gradwatch is up"));
    }

    /**
     * A message is on its way for some milliseconds, and a kill just then leaves nobody who knows whether it arrived;
     * the next message goes a second after the last one. The service has noted those that it knows to have arrived.
     */
    private void awaitPauseBetweenMessages() {
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> slack.posted().stream()
                                .map(LoopbackSlack.Posted::receivedAt)
                                .max(Comparator.naturalOrder())
                                .map(last ->
                                        Duration.between(last, Instant.now()).toMillis())
                                .filter(pause -> pause > 200 && pause < 700)
                                .isPresent()
                        && noted() >= slack.posted().size());
    }

    /**
     * Messages in the journal of what arrived: number, time, and the length of a reference that webhooks do not give.
     */
    private long noted() throws IOException {
        return Files.size(folder.resolve("data/alerting/alerting-sent.journal")) / (2 * Long.BYTES + Short.BYTES);
    }
}
