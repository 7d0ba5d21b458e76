package io.gradwatch.agent.alerts;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.testing.AlertRecords;
import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The follower of a job's alerts against a real broker whose log changes on the disk. */
class AlertFollowerIT {

    private static final String RUN = "followed";

    @TempDir
    private Path folder;

    @Test
    void damagedBatch_isPassedOver_andTheNextAlertIsTold() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        CountDownLatch written = new CountDownLatch(1);
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            TopicSetup.createMissing(broker.bootstrapServers(), 1, (short) 1);
            AlertFollower follower = new AlertFollower(
                    AlertFollower.consumerProperties(broker.bootstrapServers(), Map.of()),
                    Set.of(RUN),
                    alert -> hear(alert, told, written));
            try (follower;
                    KafkaProducer<byte[], byte[]> alerts = new KafkaProducer<>(
                            Map.of("bootstrap.servers", broker.bootstrapServers()),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())) {
                follower.start();
                // It reads from the end of the topic, wherever that is once it reads.
                await().atMost(PATIENCE).until(() -> {
                    send(alerts, "first");
                    return !told.isEmpty();
                });
                // The follower waits in its listener, with one request under way, which this one answers.
                send(alerts, "second");
                send(alerts, "damaged");
                flipLastByte(folder.resolve(Topics.ALERTS.name() + "-0/00000000000000000000.log"));
                send(alerts, "last");
                written.countDown();
                await().atMost(PATIENCE).until(() -> told.contains("last"));
            }
        }
        assertThat(told).contains("second").doesNotContain("damaged");
    }

    private static void hear(Alert alert, List<String> told, CountDownLatch written) {
        told.add(alert.getId());
        try {
            if (!written.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "the records that follow " + alert.getId() + " were not written in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> alerts, String id) throws Exception {
        alerts.send(AlertRecords.of(RUN, id, 0)).get();
    }

    /** Of the records of the last batch, as its head is in front. */
    private static void flipLastByte(Path log) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            long last = file.length() - 1;
            file.seek(last);
            int before = file.read();
            file.seek(last);
            file.write(before ^ 0x20);
        }
    }
}
