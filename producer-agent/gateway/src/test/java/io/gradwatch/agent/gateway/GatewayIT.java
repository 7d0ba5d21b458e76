package io.gradwatch.agent.gateway;

import static io.gradwatch.agent.gateway.TestJob.ended;
import static io.gradwatch.agent.gateway.TestJob.started;
import static io.gradwatch.agent.gateway.TestJob.step;
import static io.gradwatch.agent.testing.TelemetryTopic.lastEvent;
import static io.gradwatch.agent.testing.TelemetryTopic.sequences;
import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.Topics;
import io.gradwatch.service.testing.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The gateway at a real Unix socket, with a real broker that goes away and comes back. */
class GatewayIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(1);

    @TempDir
    Path folder;

    private TelemetryTopic topic;
    private AgentGateway gateway;

    @BeforeEach
    void start() throws IOException {
        topic = new TelemetryTopic(KAFKA.bootstrapServers());
        gateway = gateway(Duration.ofSeconds(20));
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
        topic.close();
    }

    @Test
    void wholeRun_arrivesAsTheJobSaidIt() throws Exception {
        try (TestJob job = TestJob.begin(gateway.place(), 1L << 62, "whole")) {
            assertThat(job.hear("ready").get("attempt").asInt()).isZero();
            assertThat(job.hear("ready").get("next").asLong()).isZero();
            job.say(started(0, "digits é"))
                    .say("{'type':'record','seq':1,'at':1795564800020,'step':{'step':7,'loss':'NaN','learningRate':0.1,"
                            + "'gradientNorm':'-Infinity','metrics':{'accuracy':0.25},"
                            + "'tensors':[['fc1.weight','GRADIENT',640,-0.1,0.1,0.0,0.02,0.5,1,2,3,null]]}}")
                    .say(ended(2, "FINISHED"))
                    .awaitAcknowledged(3);
        }

        List<Telemetry> records = topic.await("whole", found -> found.size() == 3);
        Step step = Step.newBuilder()
                .setStep(7)
                .setLoss(Double.NaN)
                .setLearningRate(0.1)
                .setGradientNorm(Double.NEGATIVE_INFINITY)
                .setMetrics(Map.of("accuracy", 0.25))
                .setTensors(List.of(new TensorStatistics(
                        "fc1.weight", TensorKind.GRADIENT, 640L, -0.1, 0.1, 0.0, 0.02, 0.5, 1L, 2L, 3L, null, null)))
                .build();
        assertThat(records.get(1))
                .isEqualTo(new Telemetry(new Origin("whole", 0, 0, 1L << 62, 1L, 1_795_564_800_020L, false), step));
        assertThat(((RunStarted) records.get(0).getEvent()).getName()).isEqualTo("digits é");
        assertThat(((RunEnded) lastEvent(records)).getOutcome()).isEqualTo(Outcome.FINISHED);
        // A file may go between the look at its folder and the look at it.
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> assertThat(spoolFiles()).isEmpty());
    }

    @Test
    void pageIsKnown_jobHearsTheAddressOfItsRun() throws Exception {
        try (TestJob job = TestJob.begin(gateway.place(), 21, "sweep/lr=0.1")) {
            assertThat(job.hear("ready").has("page_url")).isFalse();
        }
        gateway.close();
        gateway = gateway(Duration.ZERO, () -> Optional.of(PublicUrl.of("https://watch.example/")));
        gateway.start();
        try (TestJob job = TestJob.begin(gateway.place(), 22, "sweep/lr=0.1")) {
            assertThat(job.hear("ready").get("page_url").asText())
                    .isEqualTo("https://watch.example/runs/sweep%2Flr%3D0.1");
        }
    }

    @Test
    void kafkaAway_recordsAreAcknowledgedAndArriveInOrderLater() throws Exception {
        KAFKA.stop();
        try (TestJob job = TestJob.begin(gateway.place(), 2, "away")) {
            job.say(started(0, "away"));
            sayUntil(job, 1, 2_000);
            job.awaitAcknowledged(2_000);
            await().atMost(PATIENCE).until(() -> gateway.check().isPresent());
            KAFKA.start();
            sayUntil(job, 2_000, 2_100);
            job.awaitAcknowledged(2_100);
        }

        List<Telemetry> records = topic.await(
                "away",
                found -> !found.isEmpty()
                        && found.get(found.size() - 1).getOrigin().getSequence() == 2_099);
        assertThat(sequences(records)).doesNotHaveDuplicates().isEqualTo(range(0, 2_100));
        await().atMost(PATIENCE).until(() -> gateway.check().isEmpty());
    }

    @Test
    void agentThatIsReplacedWhileKafkaIsAway_losesAndRepeatsNothing() throws Exception {
        KAFKA.stop();
        try {
            gateway.close();
            gateway = gateway(Duration.ZERO);
            gateway.start();
            try (TestJob job = TestJob.begin(gateway.place(), 3, "replaced")) {
                job.say(started(0, "replaced"));
                sayUntil(job, 1, 500);
                job.awaitAcknowledged(500);
                gateway.close();
                job.awaitHungUp();
            }
            gateway = gateway(Duration.ofSeconds(20));
            gateway.start();
            try (TestJob job = TestJob.begin(gateway.place(), 3, "replaced")) {
                assertThat(job.hear("ready").get("next").asLong()).isEqualTo(500);
                // The acknowledgement of the last ones may have been lost on the way.
                sayUntil(job, 400, 600);
                job.say(ended(600, "FINISHED")).awaitAcknowledged(601);
            }
        } finally {
            KAFKA.start();
        }

        List<Telemetry> records =
                topic.await("replaced", found -> !found.isEmpty() && lastEvent(found) instanceof RunEnded);
        assertThat(sequences(records)).isEqualTo(range(0, 601));
    }

    @Test
    void jobThatComesBack_goesOnThroughTheNewConnection() throws Exception {
        try (TestJob before = TestJob.begin(gateway.place(), 4, "back")) {
            before.say(started(0, "back")).say(step(1, 0)).awaitAcknowledged(2);
            try (TestJob after = TestJob.begin(gateway.place(), 4, "back")) {
                assertThat(after.hear("ready").get("next").asLong()).isEqualTo(2);
                before.awaitHungUp();
                after.say(step(1, 0)).say(step(2, 1)).say(ended(3, "FINISHED")).awaitAcknowledged(4);
            }
        }

        List<Telemetry> records =
                topic.await("back", found -> !found.isEmpty() && lastEvent(found) instanceof RunEnded);
        assertThat(sequences(records)).isEqualTo(range(0, 4));
    }

    @Test
    void jobThatIsKilled_isEndedInItsPlace() throws Exception {
        long pid = killJob(5, "killed");

        List<Telemetry> records = topic.await("killed", found -> found.size() == 3);
        RunEnded end = (RunEnded) lastEvent(records);
        assertThat(sequences(records)).isEqualTo(range(0, 3));
        assertThat(end.getOutcome()).isEqualTo(Outcome.KILLED);
        assertThat(end.getStep()).isEqualTo(41);
        assertThat(end.getMessage()).contains("process " + pid);
    }

    @Test
    void jobThatHangsUpAndLives_isNotEnded() throws Exception {
        try (TestJob job = TestJob.connect(gateway.place())) {
            job.say(TestJob.hello(6, "living", ProcessHandle.current().pid()));
            job.say(started(0, "living")).awaitAcknowledged(1);
        }
        // Whoever tells of the one that was killed has looked at the living one too.
        killJob(9, "killed beside it");
        topic.await("killed beside it", found -> found.size() == 3);

        assertThat(topic.await("living", found -> !found.isEmpty())).hasSize(1);
    }

    /** Starts a job in a process of its own, and kills it with its records acknowledged; the id of the process. */
    private long killJob(long session, String runId) throws Exception {
        String socket = folder.resolve("agent.sock").toString();
        try (JavaProcess job =
                JavaProcess.start(DyingJob.class, "ready to die", socket, Long.toString(session), runId)) {
            job.kill();
            return job.pid();
        }
    }

    @Test
    void alertOfTheRun_comesBackToThoseWhoAskedForIt() throws Exception {
        try (TestJob asking = TestJob.connect(gateway.place());
                TestJob silent = TestJob.begin(gateway.place(), 8, "alarmed")) {
            asking.say(
                    "{'type':'hello','protocol':1,'session':7,'runId':'alarmed','attempt':0,'rank':1,'alerts':true}");
            asking.hear("ready");
            // The feed begins at the end of the topic, some time after it was asked for.
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                send("other");
                send("alarmed");
                return asking.heard().stream()
                        .anyMatch(line -> line.get("type").asText().equals("alert"));
            });

            JsonNode alert = asking.hear("alert");
            assertThat(alert.get("alertId").asText()).isEqualTo("id-alarmed");
            assertThat(alert.get("severity").asText()).isEqualTo("CRITICAL");
            assertThat(alert.get("state").asText()).isEqualTo("FIRING");
            assertThat(alert.get("onsetStep").asLong()).isEqualTo(10);
            assertThat(alert.get("causes").get(0).asText()).isEqualTo("cause");
            assertThat(asking.heard()).noneMatch(line -> line.toString().contains("id-other"));
            assertThat(silent.heard())
                    .noneMatch(line -> line.get("type").asText().equals("alert"));
        }
    }

    private static void send(String runId) {
        Alert alert = Alert.newBuilder()
                .setId("id-" + runId)
                .setDetector("non-finite")
                .setAlertClass("nan")
                .setSeverity(Severity.CRITICAL)
                .setState(AlertState.FIRING)
                .setRunId(runId)
                .setOnsetStep(10)
                .setRaisedStep(12)
                .setRaisedTimeMillis(1)
                .setSummary("The loss is NaN.")
                .setCauses(List.of(new Advice("cause", "K1")))
                .build();
        KAFKA.send(Topics.ALERTS, runId, alert);
    }

    private AgentGateway gateway(Duration closeTimeout) {
        return gateway(closeTimeout, Optional::empty);
    }

    private AgentGateway gateway(Duration closeTimeout, Supplier<Optional<PublicUrl>> page) {
        AgentSettings shipping = AgentSettings.builder()
                .bootstrapServers(KAFKA.bootstrapServers())
                .spoolFolder(folder.resolve("spool"))
                .closeTimeout(closeTimeout)
                .build();
        AgentPlace place = new AgentPlace(Optional.of(folder.resolve("agent.sock")), Optional.empty());
        return new AgentGateway(place, Optional.empty(), shipping, Optional.empty(), page, Optional.empty());
    }

    private static void sayUntil(TestJob job, long from, long to) throws IOException {
        for (long sequence = from; sequence < to; sequence++) {
            job.say(step(sequence, sequence));
        }
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private List<Path> spoolFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("spool/sessions"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
