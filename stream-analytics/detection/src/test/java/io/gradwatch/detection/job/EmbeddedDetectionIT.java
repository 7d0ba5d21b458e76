package io.gradwatch.detection.job;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gradwatch.config.Configuration;
import io.gradwatch.detection.job.kafka.TopicCheck;
import io.gradwatch.detection.job.operator.Records;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.DeadLetterRecord;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on a real broker and a real Flink cluster, in this JVM. */
class EmbeddedDetectionIT {

    private static final int PARTITIONS = 2;

    /** Longer than the patience with a run of {@link Records}, and than what counts as an absence of the stream. */
    private static final Duration OUTAGE = Duration.ofSeconds(8);

    @TempDir
    private static Path folder;

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(PARTITIONS);

    private static KafkaProducer<byte[], byte[]> producer;

    private static EmbeddedDetection detection;

    @BeforeAll
    static void start() throws Exception {
        producer = KAFKA.producer(Map.of("max.request.size", 64 << 20, "compression.type", "gzip"));
        startDetection(DetectionSettings.Delivery.AT_LEAST_ONCE);
    }

    @AfterAll
    static void stop() {
        detection.close();
        producer.close();
    }

    @Test
    void unusableRecords_areDeadLettersWithTheirOrigin_whileTheRestFlows() throws Exception {
        Records records = new Records("flow");
        // What is sent below takes seconds, in which the run must not count as silent.
        send(
                "flow",
                records.of(RunStarted.newBuilder()
                        .setName("flow")
                        .setHeartbeatIntervalMillis(600_000)
                        .build()));
        send("flow", "garbage".getBytes(UTF_8));
        byte[] unknownSchema = records.step(0, 0.7);
        unknownSchema[3] ^= 1;
        send("flow", unknownSchema);
        send("flow", new Records("somebody-else").step(0, 0.7));
        produce(null, records.step(1, 0.7));
        produce(new byte[] {(byte) 0xFF, (byte) 0xFE}, records.step(1, 0.7));
        // Small enough for the broker only while it is compressed.
        produce(new byte[1 << 17], new byte[17 << 20]);
        for (int time = 0; time < 3; time++) {
            RunStarted swollen = RunStarted.newBuilder()
                    .setName("flow")
                    .setDevices(Collections.nCopies(16_000_000, ""))
                    .build();
            send("flow", records.of(swollen));
        }
        send("flow", records.failed());

        assertThat(awaitFailures("flow", 1)).hasSize(1);
        List<ConsumerRecord<byte[], byte[]>> letters = awaitDeadLetters(9);
        assertThat(letters)
                .extracting(letter -> header(letter, DeadLetterRecord.STAGE))
                .containsExactlyInAnyOrder(
                        "decode", "decode", "decode", "decode", "decode", "admission", "key", "key", "key");
        assertThat(letters)
                .filteredOn(letter -> "garbage".equals(new String(letter.value(), UTF_8)))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(new String(letter.key(), UTF_8)).isEqualTo("flow");
                    assertThat(header(letter, DeadLetterRecord.SOURCE_TOPIC)).isEqualTo(Topics.TELEMETRY.name());
                    assertThat(header(letter, DeadLetterRecord.SOURCE_PARTITION))
                            .isBetween("0", "1");
                    assertThat(header(letter, DeadLetterRecord.SOURCE_OFFSET)).containsOnlyDigits();
                    assertThat(header(letter, DeadLetterRecord.SOURCE_TIMESTAMP))
                            .containsOnlyDigits();
                    assertThat(header(letter, DeadLetterRecord.ERROR_CLASS)).contains("UnreadableRecordException");
                    assertThat(header(letter, DeadLetterRecord.ERROR_MESSAGE)).contains("shorter than the header");
                });
        assertThat(letters)
                .filteredOn(
                        letter -> header(letter, DeadLetterRecord.ERROR_MESSAGE).contains("would take more than"))
                .hasSize(3);
        assertThat(letters)
                .filteredOn(letter -> letter.headers().lastHeader(DeadLetterRecord.CUT_FROM) != null)
                .filteredOn(letter -> header(letter, DeadLetterRecord.STAGE).equals("key"))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.key()).hasSize(DeadLetterRecord.MAX_KEY_BYTES);
                    assertThat(letter.value()).hasSize(DeadLetterRecord.MAX_VALUE_BYTES);
                    assertThat(header(letter, DeadLetterRecord.CUT_FROM)).isEqualTo("131072, 17825792");
                });
        await().atMost(PATIENCE).until(() -> detection.check().isEmpty());
    }

    @Test
    void restoredInMidStream_losesNoAlert_andRepeatsOnlyWithTheSameIdAndRevision() throws Exception {
        List<String> runs = new ArrayList<>();
        for (int run = 0; run < 40; run++) {
            String id = "restored-" + run;
            runs.add(id);
            Records records = new Records(id);
            send(id, records.started());
            send(id, records.step(0, 0.7));
            if (run == 20) {
                detection.close();
                startDetection(DetectionSettings.Delivery.AT_LEAST_ONCE);
            }
            send(id, records.failed());
        }

        List<Alert> alerts = awaitFailures("restored-", runs.size());
        assertThat(alerts).extracting(Alert::getRunId).containsExactlyInAnyOrderElementsOf(runs);
        assertThat(KAFKA.records(Topics.ALERTS.name()))
                .as("what was written before the checkpoint is not written again")
                .filteredOn(written -> new String(written.key(), UTF_8).equals("restored-0"))
                .hasSize(1);
    }

    @Test
    void exactlyOnce_isChosenAtARestart() throws Exception {
        detection.close();
        startDetection(DetectionSettings.Delivery.EXACTLY_ONCE);
        Records records = new Records("exactly");
        send("exactly", records.started());
        send("exactly", records.failed());

        assertThat(awaitFailures("exactly", 1)).hasSize(1);

        detection.close();
        startDetection(DetectionSettings.Delivery.AT_LEAST_ONCE);
    }

    @Test
    void killedRun_isSilent_andABrokerThatWasAwayIsNot() throws Exception {
        Records killed = new Records("killed");
        Records alive = new Records("alive");
        send("killed", killed.started());
        send("alive", alive.started());
        whileItBeats(
                alive,
                () -> assertThat(alerts("killed"))
                        .extracting(Alert::getDetector)
                        .containsExactly("silent-run"));

        KAFKA.stop();
        await().pollDelay(OUTAGE).until(() -> true);
        KAFKA.start();
        Records later = new Records("killed-later");
        send("killed-later", later.started());
        whileItBeats(
                alive,
                () -> assertThat(alerts("killed-later"))
                        .extracting(Alert::getState)
                        .containsExactly(AlertState.FIRING));
        assertThat(alerts("alive")).isEmpty();
    }

    /** Waits for an assertion. A thread of its own sends the heartbeats: a look at the alerts may take long. */
    private static void whileItBeats(Records alive, ThrowingRunnable assertion) throws InterruptedException {
        ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
        try {
            heart.scheduleWithFixedDelay(() -> beat(alive), 0, 300, TimeUnit.MILLISECONDS);
            await().pollInterval(Duration.ofMillis(500)).atMost(PATIENCE).untilAsserted(assertion);
        } finally {
            heart.shutdown();
            assertThat(heart.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private static void beat(Records alive) {
        try {
            send("alive", alive.heartbeat());
        } catch (Exception e) {
            throw new AssertionError("a heartbeat was not sent", e);
        }
    }

    @Test
    void topicsThatAreNotFit_areRefusedBeforeTheStart() throws Exception {
        ConfigResource telemetry = new ConfigResource(ConfigResource.Type.TOPIC, Topics.TELEMETRY.name());
        try (Admin admin = Admin.create(KAFKA.properties())) {
            setTimestampType(admin, telemetry, "CreateTime");
            assertThatThrownBy(() -> TopicCheck.check(DetectionSettings.defaults(KAFKA.bootstrapServers())))
                    .hasMessageContaining("message.timestamp.type was 'CreateTime' but must be LogAppendTime");
            setTimestampType(admin, telemetry, "LogAppendTime");
        }

        DetectionSettings wide = Configuration.parse("detection: {parallelism: 3}", "test", Map.of())
                .read(root -> DetectionSettings.from(root, KAFKA.bootstrapServers()));
        assertThatThrownBy(() -> TopicCheck.check(wide)).hasMessageContaining("has 2 partitions, fewer than");
    }

    private static void setTimestampType(Admin admin, ConfigResource topic, String type) throws Exception {
        ConfigEntry entry = new ConfigEntry("message.timestamp.type", type);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    @Test
    void startedTwice_isRefused() {
        assertThatThrownBy(() -> detection.start()).hasMessageContaining("already started");
    }

    private static void startDetection(DetectionSettings.Delivery delivery) throws Exception {
        String words = delivery.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String yaml = "{detection: {delivery: " + words + "}, detectors: {silent-run: {floor-seconds: 2}}}";
        DetectionSettings settings = Configuration.parse(yaml, "test", Map.of())
                .read(root -> DetectionSettings.from(root, KAFKA.bootstrapServers()));
        detection = EmbeddedDetection.failingFast(settings, folder.resolve("checkpoints"));
        detection.start();
        detection.awaitRunning(PATIENCE);
    }

    private static void send(String run, byte[] value) throws Exception {
        produce(run.getBytes(UTF_8), value);
    }

    private static void produce(byte[] key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(Topics.TELEMETRY.name(), key, value)).get();
    }

    /** Waits for alerts about runs that fail. A test that takes long between two records makes silent runs, too. */
    private static List<Alert> awaitFailures(String runPrefix, int count) {
        return await().atMost(PATIENCE)
                .until(
                        () -> alerts(runPrefix).stream()
                                .filter(alert -> alert.getDetector().equals("failed-run"))
                                .toList(),
                        alerts -> alerts.size() >= count);
    }

    /** Without repetitions: one for each id and revision. */
    private static List<Alert> alerts(String runPrefix) throws Exception {
        Map<String, Alert> alerts = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> written : KAFKA.records(Topics.ALERTS.name())) {
            Alert alert = Topics.ALERTS.codec().decode(written.value());
            assertThat(new String(written.key(), UTF_8)).isEqualTo(alert.getRunId());
            alerts.putIfAbsent(alert.getId() + " " + alert.getRevision(), alert);
        }
        return alerts.values().stream()
                .filter(alert -> alert.getRunId().startsWith(runPrefix))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> awaitDeadLetters(int count) {
        String topic = Topics.TELEMETRY.deadLetterName();
        return await().atMost(PATIENCE).until(() -> KAFKA.records(topic), letters -> letters.size() >= count);
    }

    private static String header(ConsumerRecord<byte[], byte[]> written, String name) {
        Header header = written.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
