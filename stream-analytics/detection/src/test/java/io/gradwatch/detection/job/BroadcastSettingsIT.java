package io.gradwatch.detection.job;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.detection.engine.settings.OverrideTable;
import io.gradwatch.detection.job.operator.Records;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.detection.testkit.ProjectRuns;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.DeadLetterRecord;
import io.gradwatch.schema.DetectorOverrides;
import io.gradwatch.schema.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Settings that change while the job runs, through a real broker and a real Flink cluster in this JVM. */
class BroadcastSettingsIT {

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(2);

    @AutoClose
    private EmbeddedDetection detection;

    private int probes;

    @BeforeEach
    void start() throws Exception {
        startDetection();
    }

    @Test
    void settingsOfAProject_holdForItsRuns_throughARestart_untilTheyAreRemoved() throws Exception {
        String key = OverrideTable.ofProject("p");
        kafka.send(Topics.SETTINGS.name(), key, encoded("stalled-loss.repeats", 3));
        awaitProbe("p", true);
        assertThat(alarmed(probe("another"))).isFalse();

        detection.close();
        startDetection();
        assertThat(alarmed(probe("p"))).isTrue();

        kafka.send(Topics.SETTINGS.name(), key, null);
        awaitProbe("p", false);
    }

    @Test
    void whatNoDetectorCanTake_isADeadLetterOfItsOwnTopic() throws Exception {
        kafka.send(Topics.SETTINGS.name(), OverrideTable.ofProject("p"), encoded("stalled-loss.repeats", 1));
        ConsumerRecord<byte[], byte[]> letter = await().atMost(PATIENCE)
                .until(() -> kafka.records(Topics.SETTINGS.deadLetterName()), letters -> !letters.isEmpty())
                .get(0);
        assertThat(letter.headers().lastHeader(DeadLetterRecord.ERROR_MESSAGE).value())
                .asString(UTF_8)
                .isEqualTo("stalled-loss.repeats was '1.0' but must be a number from 2.0 to 1000000.0");
        assertThat(alarmed(probe("p"))).isFalse();
    }

    private void startDetection() throws Exception {
        DetectionSettings settings = DetectionSettings.defaults(kafka.bootstrapServers());
        detection = EmbeddedDetection.failingFast(settings, folder.resolve("checkpoints"));
        detection.start();
        detection.awaitRunning(PATIENCE);
    }

    private void awaitProbe(String project, boolean alarmed) {
        await().pollInterval(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> alarmed(probe(project)) == alarmed);
    }

    /** A run whose loss is the same five times, too few for the configured setting, and that then fails. */
    private String probe(String project) throws Exception {
        String id = "probe-" + probes++;
        Records records = new Records(id);
        kafka.send(Topics.TELEMETRY.name(), id, records.of(ProjectRuns.started(id, project)));
        for (int step = 0; step < 12; step++) {
            kafka.send(
                    Topics.TELEMETRY.name(), id, records.step(step, step < 7 ? 2.0 / (1 + step) + 0.12345 : 0.3371934));
        }
        kafka.send(Topics.TELEMETRY.name(), id, records.failed());
        return id;
    }

    /** Waits until the run has failed, which is told last, and says whether something was told before. */
    private boolean alarmed(String id) {
        List<String> detectors = await().atMost(PATIENCE).until(() -> firing(id), told -> told.contains("failed-run"));
        return detectors.contains("stalled-loss");
    }

    private List<String> firing(String id) throws Exception {
        return kafka.records(Topics.ALERTS.name()).stream()
                .map(BroadcastSettingsIT::read)
                .filter(alert -> alert.getRunId().equals(id))
                .map(Alert::getDetector)
                .distinct()
                .toList();
    }

    private static Alert read(ConsumerRecord<byte[], byte[]> written) {
        try {
            return Topics.ALERTS.codec().decode(written.value());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] encoded(String key, double value) {
        return Topics.SETTINGS.codec().encode(new DetectorOverrides(Map.of(key, value), List.of()));
    }
}
