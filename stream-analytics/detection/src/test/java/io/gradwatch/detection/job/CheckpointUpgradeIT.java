package io.gradwatch.detection.job;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.config.Configuration;
import io.gradwatch.detection.job.operator.Records;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.detection.testkit.ProjectRuns;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.DetectorOverrides;
import io.gradwatch.schema.Pulse;
import io.gradwatch.schema.Topics;
import io.gradwatch.upgrade.testing.KeptState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job goes on from the checkpoint of each release: with the runs, what is told of them, and the settings. */
class CheckpointUpgradeIT {

    private static final String SNAPSHOT = "io.gradwatch.detection.job.state.RunStateSnapshot";
    private static final String ALERT = "alert.bin";
    private static final String RECORDS = "records.txt";
    private static final int STEPS_BEFORE = 40;
    private static final int STEPS_AFTER = 60;

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(1);

    private EmbeddedDetection detection;

    static List<Path> checkpoints() {
        return KeptState.of("checkpoint", CheckpointUpgradeIT::leave);
    }

    /** A run has an alert that fires; of a project nobody wants to hear that its runs fail. */
    private static void leave(Path kept, Path work) throws Exception {
        try (TestKafka broker = TestKafka.withTopics(1).open()) {
            EmbeddedDetection detection = started(broker, work);
            try (detection) {
                DetectorOverrides quiet = new DetectorOverrides(Map.of(), List.of("failed-run"));
                broker.send(
                        Topics.SETTINGS.name(),
                        "project/quiet",
                        Topics.SETTINGS.codec().encode(quiet));
                AtomicInteger probes = new AtomicInteger();
                await().atMost(PATIENCE).until(() -> isQuiet(broker, "probe-" + probes.getAndIncrement()));
                send(broker, "nan-run", before());
                ConsumerRecord<byte[], byte[]> alert = await().atMost(PATIENCE)
                        .until(() -> alerts(broker, "nan-run"), alerts -> !alerts.isEmpty())
                        .get(0);
                Files.write(kept.resolve(ALERT), alert.value());
                int sent = newest(work);
                await().atMost(PATIENCE).until(() -> newest(work) > sent + 2);
            }
            KeptState.copy(metadata(work).get(0).getParent(), kept.resolve("chk-1"));
            int records = broker.records(Topics.TELEMETRY.name()).size();
            Files.writeString(kept.resolve(RECORDS), records + "\n");
        }
    }

    @AfterEach
    void stop() {
        if (detection != null) {
            detection.close();
        }
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void checkpointOfARelease_isRestored(Path kept) throws Exception {
        putInPlace(kept);
        passOver(Integer.parseInt(Files.readString(kept.resolve(RECORDS)).strip()));
        // First in the log: before time passes, and what is old is forgotten.
        send(kafka, "nan-run", records().subList(STEPS_BEFORE + 1, 1 + STEPS_BEFORE + STEPS_AFTER));
        detection = started(kafka, folder);

        Alert told = Topics.ALERTS.codec().decode(Files.readAllBytes(kept.resolve(ALERT)));
        assertThat(told.getState()).isEqualTo(AlertState.FIRING);
        await().atMost(PATIENCE).until(() -> detectors(kafka, "nan-run").contains(told.getDetector()));
        Alert recovered = alert("nan-run", told.getDetector());
        assertThat(recovered.getState()).isEqualTo(AlertState.RECOVERED);
        assertThat(recovered.getId()).isEqualTo(told.getId());
        assertThat(recovered.getRevision()).isGreaterThan(told.getRevision());
        assertThat(recovered.getFiredTimeMillis()).isEqualTo(told.getFiredTimeMillis());
        assertThat(recovered.getRunName()).isEqualTo(told.getRunName());
        assertThat(isQuiet(kafka, "after")).isTrue();
        assertThat(detection.damage()).isEmpty();
        await().atMost(PATIENCE).until(() -> detection.check().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void checkpointOfALaterRelease_isSetAside_andTheMessageNamesItsVersion(Path kept) throws Exception {
        Path checkpoint = putInPlace(kept);
        Files.delete(checkpoint.resolve("_checksums"));
        setVersion(checkpoint, 99);

        detection = started(kafka, folder);

        assertThat(detection.damage())
                .get()
                .asString()
                .contains(checkpoint + " is damaged: it cannot be restored")
                .contains("the state of runs has version 99, and this build reads version 1: a newer release wrote it")
                .contains("went on from the oldest record of the topic");
        assertThat(folder.resolve("damaged")).isNotEmptyDirectory();
        send(kafka, "nan-run", before());
        await().atMost(PATIENCE).until(() -> !alerts(kafka, "nan-run").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void state_holdsOneNameOfAClass(Path kept) throws Exception {
        Pattern name = Pattern.compile("io\\.gradwatch[A-Za-z0-9_.$]+");
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(kept.resolve("chk-1"))) {
            for (Path file : files.toList()) {
                Matcher found = name.matcher(Files.readString(file, ISO_8859_1));
                while (found.find()) {
                    names.add(found.group());
                }
            }
        }
        assertThat(names).containsExactly(SNAPSHOT);
    }

    /** Lets two runs fail, and looks whether nobody is told of that of the quiet project. */
    private static boolean isQuiet(TestKafka broker, String name) throws Exception {
        for (String project : List.of("quiet", "loud")) {
            Records records = new Records(name + project);
            send(
                    broker,
                    name + project,
                    List.of(records.of(ProjectRuns.started(name, project)), records.step(0, 0.7), records.failed()));
        }
        await().atMost(PATIENCE).until(() -> detectors(broker, name + "loud").contains("failed-run"));
        return !detectors(broker, name + "quiet").contains("failed-run");
    }

    /** Makes the log begin behind the place up to which the checkpoint has read it. */
    private void passOver(int records) throws Exception {
        TopicPartition partition = new TopicPartition(Topics.TELEMETRY.name(), 0);
        byte[] pulse = new Records("gradwatch.pulse").of(new Pulse());
        for (int i = 0; i < records; i++) {
            kafka.producer()
                    .send(new ProducerRecord<>(partition.topic(), 0, TestKafka.bytes("gradwatch.pulse"), pulse));
        }
        kafka.producer().flush();
        try (Admin admin = Admin.create(kafka.properties())) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(records)))
                    .all()
                    .get();
        }
    }

    private static List<byte[]> before() {
        return records().subList(0, 1 + STEPS_BEFORE);
    }

    /** The declaration, steps before the upgrade, of which the last is NaN, and steps after it, numbered in one. */
    private static List<byte[]> records() {
        Records records = new Records("nan-run");
        List<byte[]> all = new ArrayList<>();
        all.add(records.of(ProjectRuns.started("nan-run", "p")));
        for (int step = 0; step < STEPS_BEFORE + STEPS_AFTER; step++) {
            all.add(records.step(step, step == STEPS_BEFORE - 1 ? Double.NaN : 2.0 / (1 + step) + 0.12345));
        }
        return all;
    }

    private static void send(TestKafka broker, String run, List<byte[]> records) throws Exception {
        for (byte[] record : records) {
            broker.send(Topics.TELEMETRY.name(), run, record);
        }
    }

    private static EmbeddedDetection started(TestKafka broker, Path folder) throws Exception {
        DetectionSettings settings = Configuration.parse("detection: {checkpoint-interval: 500ms}", "test", Map.of())
                .read(root -> DetectionSettings.from(root, broker.bootstrapServers()));
        EmbeddedDetection detection = new EmbeddedDetection(settings, folder);
        detection.start();
        detection.awaitRunning(PATIENCE);
        return detection;
    }

    private Path putInPlace(Path kept) throws IOException {
        Path checkpoint = folder.resolve("checkpoints").resolve("kept").resolve("chk-1");
        Files.createDirectories(checkpoint);
        return KeptState.copy(kept.resolve("chk-1"), checkpoint);
    }

    /** The version stands behind the name of the class. */
    private static void setVersion(Path checkpoint, int version) throws IOException {
        try (Stream<Path> files = Files.list(checkpoint)) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                String text = new String(bytes, ISO_8859_1);
                for (int at = text.indexOf(SNAPSHOT); at >= 0; at = text.indexOf(SNAPSHOT, at + 1)) {
                    ByteBuffer.wrap(bytes).putInt(at + SNAPSHOT.length(), version);
                }
                Files.write(file, bytes);
            }
        }
    }

    /** Newest first. */
    private static List<Path> metadata(Path work) {
        try (Stream<Path> all = Files.walk(work.resolve("checkpoints"))) {
            return all.filter(path -> path.endsWith("_metadata"))
                    .sorted(Comparator.comparing((Path path) -> path.toFile().lastModified())
                            .reversed())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // Flink removes old ones meanwhile.
            return List.of();
        }
    }

    /** Number of the newest checkpoint; 0 before the first. */
    private static int newest(Path work) {
        return metadata(work).stream()
                .map(file -> file.getParent().getFileName().toString().replace("chk-", ""))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    private static List<String> detectors(TestKafka broker, String run) {
        return alerts(broker, run).stream()
                .map(record -> read(record).getDetector())
                .toList();
    }

    private Alert alert(String run, String detector) {
        return alerts(kafka, run).stream()
                .map(CheckpointUpgradeIT::read)
                .filter(alert -> alert.getDetector().equals(detector))
                .findFirst()
                .orElseThrow();
    }

    private static List<ConsumerRecord<byte[], byte[]>> alerts(TestKafka broker, String run) {
        return broker.records(Topics.ALERTS.name()).stream()
                .filter(alert -> new String(alert.key(), ISO_8859_1).equals(run))
                .toList();
    }

    private static Alert read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Topics.ALERTS.codec().decode(record.value());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
