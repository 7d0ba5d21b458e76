package io.gradwatch.detection.job.checkpoint;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.detection.job.ClusterDetection;
import io.gradwatch.detection.job.EmbeddedDetection;
import io.gradwatch.detection.job.operator.Records;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real job on a real broker is started again on checkpoints that are damaged. */
class DamagedCheckpointIT {

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(1);

    @AutoClose
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
    void onACluster_checkpointThatCannotBeRestored_isSetAside_andAnOlderOneIsTaken() throws Exception {
        Path newest = checkpoints().get(0);
        CheckpointChecksums.remove(newest);
        breakSerializers(newest);
        detection.close();
        Configuration flink = new Configuration();
        flink.set(RestOptions.BIND_PORT, "0");
        MiniClusterConfiguration session = new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build();
        try (MiniCluster cluster = new MiniCluster(session)) {
            cluster.start();
            URI rest = cluster.getRestAddress().get();
            try (ClusterDetection submitter = new ClusterDetection(
                    settings(),
                    InetSocketAddress.createUnresolved(rest.getHost(), rest.getPort()),
                    folder.resolve("detection/checkpoints"))) {
                assertThat(submitter.submitIfMissing()).isTrue();
                await().atMost(PATIENCE).until(submitter::submitIfMissing);
                sendFailedRun();
                await().atMost(PATIENCE).until(this::failureIsKnown);
                assertThat(submitter.submitIfMissing()).isFalse();
            }
        }
        assertThat(newest).doesNotExist();
        assertThat(folder.resolve("detection/damaged"))
                .isDirectoryContaining(path -> path.getFileName()
                        .toString()
                        .equals(newest.getParent().getFileName() + "-" + newest.getFileName()));
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
        sendFailedRun();
        await().atMost(PATIENCE).until(this::failureIsKnown);
        await().atMost(PATIENCE).until(() -> detection.check().isEmpty());
    }

    private void sendFailedRun() throws Exception {
        Records crashed = new Records("crashed");
        kafka.send(Topics.TELEMETRY.name(), "crashed", crashed.started());
        kafka.send(Topics.TELEMETRY.name(), "crashed", crashed.failed());
    }

    private boolean failureIsKnown() {
        return kafka.records(Topics.ALERTS.name()).stream()
                .anyMatch(alert -> new String(alert.key(), UTF_8).equals("crashed"));
    }

    private DetectionSettings settings() throws Exception {
        return io.gradwatch.config.Configuration.parse("detection: {checkpoint-interval: 1s}", "test", Map.of())
                .read(root -> DetectionSettings.from(root, kafka.bootstrapServers()));
    }

    private void startDetection() throws Exception {
        detection = new EmbeddedDetection(settings(), folder.resolve("detection"));
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
                Files.writeString(file, text.replace("RunStateSnapshot", "RunStateSnapsho!"), ISO_8859_1);
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
