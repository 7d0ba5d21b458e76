package io.gradwatch.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorAlertsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T03:00:00Z"), ZoneOffset.UTC);
    private static final Map<String, String> FULL = Map.of("disk", "the disk is 90 % full");

    @TempDir
    private Path folder;

    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    private MonitorAlerts alerts() {
        return new MonitorAlerts(kafka, folder.resolve("monitor-alerts"), CLOCK);
    }

    private List<Alert> sentAlerts() {
        return kafka.history().stream().map(record -> decoded(record.value())).toList();
    }

    private static Alert decoded(byte[] value) {
        try {
            return Topics.ALERTS.codec().decode(value);
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> sent() {
        return sentAlerts().stream()
                .map(alert -> alert.getId() + " " + alert.getState())
                .toList();
    }

    @Test
    void problem_firesAndRecovers_underOneIdWithRisingRevisions() {
        MonitorAlerts alerts = alerts();
        for (Map<String, String> problems : List.of(FULL, FULL, Map.<String, String>of(), FULL)) {
            alerts.update(problems);
            alerts.sendAll();
        }

        String disk = "gradwatch.monitor:disk ";
        assertThat(sent()).containsExactly(disk + "FIRING", disk + "RECOVERED", disk + "FIRING");
        assertThat(sentAlerts().stream().map(Alert::getRevision)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void problemThatIsOverAtTheNextStart_recoversThen() throws Exception {
        MonitorAlerts first = alerts();
        first.update(FULL);
        first.sendAll();

        MonitorAlerts second = alerts();
        second.update(Map.of());
        second.sendAll();

        String disk = "gradwatch.monitor:disk ";
        assertThat(sent()).containsExactly(disk + "FIRING", disk + "RECOVERED");
    }

    @Test
    void problemThatLastsOverARestart_isToldOnce() {
        MonitorAlerts first = alerts();
        first.update(FULL);
        first.sendAll();

        MonitorAlerts second = alerts();
        second.update(FULL);
        second.sendAll();

        assertThat(sent()).containsExactly("gradwatch.monitor:disk FIRING");
    }

    @Test
    void alertThatKafkaDidNotTake_isSentAgain_alsoByTheNextProcess() {
        MonitorAlerts first = alerts();
        first.update(FULL);
        kafka.sendException = new TimeoutException("Kafka is away");
        first.sendAll();
        first.sendAll();
        assertThat(sent()).isEmpty();

        kafka.sendException = null;
        alerts().sendAll();
        first.sendAll();

        assertThat(sent()).containsOnly("gradwatch.monitor:disk FIRING").hasSize(2);
    }

    @Test
    void damage_isToldOnce_andIsOver() {
        MonitorAlerts alerts = alerts();
        alerts.reportOnce("a file was damaged");
        alerts.reportOnce("a file was damaged");
        alerts.update(Map.of());
        alerts.sendAll();

        assertThat(sent())
                .hasSize(2)
                .satisfies(all -> assertThat(all.get(0)).endsWith("FIRING"))
                .satisfies(all -> assertThat(all.get(1)).endsWith("RECOVERED"));
    }

    @Test
    void damagedFile_endsNothing() throws IOException {
        Files.write(folder.resolve("monitor-alerts"), new byte[] {1, 2, (byte) 200, 10, 3});

        MonitorAlerts alerts = alerts();
        alerts.update(FULL);
        alerts.sendAll();
        assertThat(sent()).hasSize(1);
    }
}
