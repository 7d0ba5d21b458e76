package io.gradwatch.detection.job;

import static io.gradwatch.detection.testkit.ProjectRuns.HEALTHY;
import static io.gradwatch.detection.testkit.ProjectRuns.WORSE;
import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gradwatch.detection.job.kafka.TopicCheck;
import io.gradwatch.detection.job.operator.Records;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.detection.testkit.ProjectRuns;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.DeadLetterRecord;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a project one after another, through a real broker and a real Flink cluster in this JVM. */
class ReferencesIT {

    @TempDir
    private static Path folder;

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(2);

    private static Admin admin;
    private static EmbeddedDetection detection;
    private static int probes;

    @BeforeAll
    static void start() throws Exception {
        admin = Admin.create(KAFKA.properties());
        startDetection();
    }

    @AfterAll
    static void stop() {
        detection.close();
        admin.close();
    }

    @Test
    void fourthRunOfAProject_thatIsWorseThanThree_isTold_andNothingElse() throws Exception {
        for (String id : List.of("band-1", "band-2", "band-3")) {
            send(id, ProjectRuns.started(id, "band"), HEALTHY);
            awaitKnown(id);
        }
        send("band-4", ProjectRuns.started("band-4", "band"), WORSE);
        send("band-5", ProjectRuns.started("band-5", "band"), HEALTHY);
        awaitKnown("band-5");

        assertThat(firing("band-")).singleElement().satisfies(alert -> {
            assertThat(alert.getRunId()).isEqualTo("band-4");
            assertThat(alert.getDetector()).isEqualTo("reference-gap");
            assertThat(alert.getSummary()).contains("3 earlier runs ('band-1', 'band-2', 'band-3')");
        });
        assertThat(runsWithReference("band-")).containsExactly("band-1", "band-2", "band-3", "band-5");
    }

    @Test
    void runThatIsNamed_isComparedWith_alsoByAJobThatWasRestartedMeanwhile() throws Exception {
        send("named-1", ProjectRuns.started("named-1", ""), HEALTHY);
        awaitKnown("named-1");
        detection.close();
        startDetection();
        RunStarted started = ProjectRuns.started("named-2", "");
        started.setReference("named-1");
        send("named-2", started, WORSE);

        List<Alert> alerts = await().atMost(PATIENCE).until(() -> firing("named-"), found -> !found.isEmpty());
        assertThat(alerts).extracting(Alert::getDetector).containsExactly("reference-gap");
        assertThat(alerts.get(0).getSummary()).contains("where 'named-1' had");
    }

    @Test
    void whatIsNoReference_isADeadLetterOfItsOwnTopic() throws Exception {
        produce(Topics.REFERENCES, "garbage", "no avro".getBytes(UTF_8));
        ConsumerRecord<byte[], byte[]> letter = await().atMost(PATIENCE)
                .until(() -> KAFKA.records(Topics.REFERENCES.deadLetterName()), letters -> !letters.isEmpty())
                .get(0);
        assertThat(new String(letter.value(), UTF_8)).isEqualTo("no avro");
        assertThat(letter.headers().lastHeader(DeadLetterRecord.SOURCE_TOPIC).value())
                .asString(UTF_8)
                .isEqualTo(Topics.REFERENCES.name());
        assertThat(detection.check()).isEmpty();
    }

    @Test
    void topicThatIsNotCompacted_isRefusedBeforeTheStart() throws Exception {
        DetectionSettings settings = DetectionSettings.defaults(KAFKA.bootstrapServers());
        TopicCheck.check(settings);
        setCleanupPolicy("delete");
        assertThatThrownBy(() -> TopicCheck.check(settings))
                .hasMessageContaining("cleanup.policy was 'delete' but must be compact");
        setCleanupPolicy("compact");
    }

    private static void setCleanupPolicy(String policy) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.REFERENCES.name());
        ConfigEntry entry = new ConfigEntry("cleanup.policy", policy);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static void startDetection() throws Exception {
        DetectionSettings settings = DetectionSettings.defaults(KAFKA.bootstrapServers());
        detection = EmbeddedDetection.failingFast(settings, folder.resolve("checkpoints"));
        detection.start();
        detection.awaitRunning(PATIENCE);
    }

    private static void send(String id, RunStarted started, double level) throws Exception {
        Records records = new Records(id);
        Stream<Object> events = Stream.concat(Stream.of(started), ProjectRuns.events(id.hashCode(), level).stream());
        for (Object event :
                Stream.concat(events, Stream.of(ProjectRuns.finished())).toList()) {
            produce(Topics.TELEMETRY, id, records.of(event));
        }
        KAFKA.producer().flush();
    }

    private static void produce(Topic<?> topic, String key, byte[] value) {
        KAFKA.producer().send(new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), value));
    }

    /** Waits until a worse run that names this one is told so: detection has then read what this one reached. */
    private static void awaitKnown(String id) {
        String prefix = "probe-" + id + "-";
        await().pollInterval(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> {
            String probe = prefix + probes++;
            RunStarted started = ProjectRuns.started(probe, "");
            started.setReference(id);
            send(probe, started, WORSE);
            return !firing(prefix).isEmpty();
        });
    }

    private static List<String> runsWithReference(String prefix) {
        return KAFKA.records(Topics.REFERENCES.name()).stream()
                .map(written -> new String(written.key(), UTF_8))
                .filter(id -> id.startsWith(prefix))
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Alert> firing(String prefix) throws Exception {
        Map<String, Alert> alerts = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> written : KAFKA.records(Topics.ALERTS.name())) {
            Alert alert = Topics.ALERTS.codec().decode(written.value());
            if (alert.getRunId().startsWith(prefix)) {
                alerts.putIfAbsent(alert.getId(), alert);
            }
        }
        return List.copyOf(alerts.values());
    }
}
