package io.gradwatch.detection.job.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.config.Configuration;
import io.gradwatch.detection.job.EmbeddedDetection;
import io.gradwatch.detection.job.operator.Records;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real job on a real broker is started again on checkpoints that are damaged. */
class DamagedCheckpointIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(1);

    private EmbeddedDetection detection;

    @BeforeEach
    void runUntilThereAreCheckpoints() throws Exception {
        startDetection();
        for (int run = 0; run < 50; run++) {
            Records records = new Records("run-" + run);
            kafka.send(Topics.TELEMETRY.name(), "run-" + run, records.started());
            kafka.send(Topics.TELEMETRY.name(), "run-" + run, records.step(0, 0.7));
        }
        await().atMost(PATIENCE).until(() -> checkpoints().size() >= 3);
        detection.close();
    }

    @AfterEach
    void stop() {
        detection.close();
    }

    @Test
    void flippedBytesInTheNewest_areSeenByTheChecksums_andAnOlderOneIsTaken() throws Exception {
        List<Path> checkpoints = checkpoints();
        flipBytes(checkpoints.get(0));

        startDetection();

        assertThat(detection.damage())
                .get()
                .asString()
                .contains(checkpoints.get(0) + " is damaged")
                .contains("is not as it was written")
                .contains("detection went on from " + checkpoints.get(1));
        assertThat(folder.resolve("detection/damaged")).isNotEmptyDirectory();
        assertDetects();
    }

    @Test
    void checkpointThatCannotBeRestored_isSetAside_andAnOlderOneIsTaken() throws Exception {
        List<Path> checkpoints = checkpoints();
        // As a release wrote it that had no checksums, and damaged where reading the metadata does not see it.
        CheckpointChecksums.remove(checkpoints.get(0));
        breakSerializers(checkpoints.get(0));

        startDetection();

        assertThat(detection.damage())
                .get()
                .asString()
                .contains(checkpoints.get(0) + " is damaged: it cannot be restored")
                .contains("detection went on from " + checkpoints.get(1));
        assertDetects();
    }

    @Test
    void allDamaged_beginsWithTheOldestRecord() throws Exception {
        for (Path checkpoint : checkpoints()) {
            flipBytes(checkpoint);
        }

        startDetection();

        assertThat(detection.damage()).get().asString().contains("went on from the oldest record of the topic");
        assertDetects();
    }

    private void assertDetects() throws Exception {
        kafka.send(
                Topics.TELEMETRY.name(),
                "run-7",
                new Records("run-7").of(Heartbeat.newBuilder().build()));
        Records crashed = new Records("crashed");
        kafka.send(Topics.TELEMETRY.name(), "crashed", crashed.started());
        kafka.send(Topics.TELEMETRY.name(), "crashed", crashed.failed());
        await().atMost(PATIENCE)
                .until(() -> kafka.records(Topics.ALERTS.name()).stream()
                        .anyMatch(alert -> new String(alert.key(), UTF_8).equals("crashed")));
        assertThat(detection.check()).isEmpty();
    }

    private void startDetection() throws Exception {
        DetectionSettings settings = Configuration.parse("detection: {checkpoint-interval: 1s}", "test", Map.of())
                .read(root -> DetectionSettings.from(root, kafka.bootstrapServers()));
        detection = new EmbeddedDetection(settings, folder.resolve("detection"));
        detection.start();
        detection.awaitRunning(PATIENCE);
    }

    /** Newest first. */
    private List<Path> checkpoints() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("detection/checkpoints"))) {
            return all.filter(path -> path.endsWith("_metadata"))
                    .sorted(Comparator.comparing(DamagedCheckpointIT::written).reversed())
                    .map(Path::getParent)
                    .toList();
        } catch (UncheckedIOException e) {
            // Flink removes old ones meanwhile.
            return List.of();
        }
    }

    private static long written(Path metadata) {
        try {
            return Files.getLastModifiedTime(metadata).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flipBytes(Path checkpoint) throws IOException {
        Random random = new Random(3);
        Path file = largest(checkpoint);
        byte[] bytes = Files.readAllBytes(file);
        for (int flip = 0; flip < 40; flip++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        }
        Files.write(file, bytes);
    }

    /** The class names of serializers stand in the state of the keyed backend. */
    private static void breakSerializers(Path checkpoint) throws IOException {
        try (Stream<Path> all = Files.list(checkpoint)) {
            for (Path file : all.toList()) {
                String text = Files.readString(file, ISO_8859_1);
                Files.writeString(file, text.replace("PojoSerializerSnapshot", "PojoSerializerSnapsho!"), ISO_8859_1);
            }
        }
    }

    private static Path largest(Path checkpoint) throws IOException {
        try (Stream<Path> all = Files.list(checkpoint)) {
            return all.filter(file -> !file.endsWith(CheckpointChecksums.NAME))
                    .max(Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }
}
