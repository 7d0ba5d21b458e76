package io.gradwatch.agent;

import static io.gradwatch.agent.testing.TelemetryTopic.events;
import static io.gradwatch.agent.testing.TelemetryTopic.has;
import static io.gradwatch.agent.testing.TelemetryTopic.sequences;
import static io.gradwatch.agent.testing.TelemetryTopic.steps;
import static io.gradwatch.agent.testing.TelemetryTopic.withoutRepeats;
import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.testing.AlertRecords;
import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.NoticeLevel;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.TensorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The agent against a real broker, which goes away and comes back. */
class AgentIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(1);

    @TempDir
    Path spool;

    @AutoClose
    private TelemetryTopic topic;

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    @BeforeEach
    void openTopic() {
        topic = new TelemetryTopic(KAFKA.bootstrapServers());
    }

    @Test
    void wholeRun_arrivesCompleteAndInOrder() throws Exception {
        TrainingRun run = start("whole", settings().heartbeatInterval(Duration.ofMillis(100)));
        for (long step = 0; step < 500; step++) {
            record(run, step);
        }
        run.evaluation(500, 1.0, Split.TRAIN_VAL, 0.5, Map.of("accuracy", 0.75));
        run.evaluation(
                500,
                Split.TEST_VAL,
                EvaluationReport.builder().errorType("blurry", 0.6).build());
        run.alert("disk", "3 % left", NoticeLevel.WARNING);
        run.alert(" ", null, null);
        run.checkpointSaved(499, "ckpt/499.pt", 4096L, Map.of("val/loss", 0.5));
        run.checkpointSaved(" last\n.pt ");
        run.checkpointSaved(" ");
        topic.await(run.runId(), has(Heartbeat.class));
        run.close();

        List<Telemetry> records = topic.await(run.runId(), has(RunEnded.class));
        assertThat(sequences(records)).isEqualTo(range(0, records.size()));
        assertThat(records.get(0).getEvent()).isInstanceOf(RunStarted.class);
        assertThat(steps(records)).isEqualTo(range(0, 500));
        Step step = events(records, Step.class).get(7);
        assertThat(step.getLoss()).isEqualTo(7.0);
        assertThat(step.getGradientNorm()).isNull();
        assertThat(step.getTensors()).hasSize(1);
        assertThat(step.getBatch().getLabelCounts()).containsExactly(3L, 1L);
        assertThat(events(records, Evaluation.class).get(0).getMetrics()).containsEntry("accuracy", 0.75);
        assertThat(events(records, Evaluation.class).get(1).getErrorTypes())
                .containsExactly(new ErrorType("blurry", 0.6));
        assertThat(events(records, Notice.class))
                .containsExactly(
                        new Notice("disk", "3 % left", NoticeLevel.WARNING, 499L),
                        new Notice("notice", "", NoticeLevel.INFO, 499L));
        assertThat(events(records, CheckpointSaved.class))
                .containsExactly(
                        new CheckpointSaved(499L, "ckpt/499.pt", 4096L, Map.of("val/loss", 0.5)),
                        new CheckpointSaved(500L, "last .pt", null, Map.of()));
        RunEnded end = events(records, RunEnded.class).get(0);
        assertThat(end.getOutcome()).isEqualTo(Outcome.FINISHED);
        assertThat(end.getStep()).isEqualTo(499);
        assertThat(end.getDroppedRecords()).isZero();
        assertThat(run.spooledBytes()).isZero();
        assertThat(run.health()).isEqualTo(new AgentHealth("", 0, 0, 0, 0, 0));
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void alertsOfTheRun_areToldOnce_andThoseOfOthersAreNot() {
        TrainingRun run = start("asking", settings());
        List<String> told = new CopyOnWriteArrayList<>();
        run.onAlert(alert -> {
            throw new IllegalStateException("the job's own fault");
        });
        run.onAlert(alert -> told.add(alert.getId() + " " + alert.getRevision()));
        try (KafkaProducer<byte[], byte[]> alerts = KAFKA.producer(Map.of())) {
            // It reads from the end of the topic, wherever that is once it reads.
            await().until(() -> {
                alerts.send(AlertRecords.of("other", "theirs", 0));
                alerts.send(AlertRecords.of(run.runId(), "first", 0)).get();
                return !told.isEmpty();
            });
            alerts.send(AlertRecords.of(run.runId(), "first", 0));
            alerts.send(AlertRecords.of(run.runId(), "first", 1));
            await().until(() -> told.size() > 1);
        }
        run.close();
        assertThat(told).containsExactly("first 0", "first 1");
    }

    @Test
    void brokerStoppedInMidRun_everyStepArrivesInOrder() {
        TrainingRun run = start("outage", settings());
        recordUntil(run, 0, 200);
        topic.await(run.runId(), records -> steps(records).size() == 200);

        KAFKA.stop();
        recordUntil(run, 200, 2_000);
        await().until(() -> !run.health().cause().isEmpty() && run.spooledBytes() > 0);
        recordUntil(run, 2_000, 3_000);
        KAFKA.start();
        recordUntil(run, 3_000, 3_200);
        await().atMost(PATIENCE).until(() -> run.spooledBytes() == 0);
        run.close();

        List<Telemetry> records = withoutRepeats(topic.await(run.runId(), has(RunEnded.class)));
        assertThat(sequences(records)).isEqualTo(range(0, records.size()));
        assertThat(steps(records)).isEqualTo(range(0, 3_200));
        assertThat(run.droppedRecords()).isZero();
        assertThat(run.health().cause()).isEmpty();
    }

    @Test
    void brokerAbsentAtStart_recordsArriveOnceItIsThere() {
        KAFKA.stop();
        TrainingRun run = start("absent", settings());
        recordUntil(run, 0, 300);
        await().until(() -> !run.health().cause().isEmpty());
        KAFKA.start();

        await().atMost(PATIENCE).until(() -> run.spooledBytes() == 0);
        run.fail(new IllegalStateException("loss\nis gone"));
        run.close();

        List<Telemetry> records = withoutRepeats(topic.await(run.runId(), has(RunEnded.class)));
        assertThat(steps(records)).isEqualTo(range(0, 300));
        RunEnded end = events(records, RunEnded.class).get(0);
        assertThat(end.getOutcome()).isEqualTo(Outcome.FAILED);
        assertThat(end.getException()).isEqualTo("java.lang.IllegalStateException");
        assertThat(end.getMessage()).isEqualTo("loss is gone");
    }

    @Test
    void agentClosedWhileKafkaIsAway_nextAttemptSendsWhatItLeftBeforeItsOwn() {
        KAFKA.stop();
        TrainingRun first = start("restarted", settings().closeTimeout(Duration.ZERO));
        recordUntil(first, 0, 100);
        first.stop();
        first.close();
        assertThat(first.spooledBytes()).isPositive();
        KAFKA.start();

        try (TrainingRun second = start("restarted", settings())) {
            recordUntil(second, 50, 150);
        }

        List<Telemetry> records =
                topic.await("restarted", found -> events(found, RunEnded.class).size() == 2);
        assertThat(records.stream()
                        .map(record -> record.getOrigin().getAttempt())
                        .toList())
                .isSorted()
                .contains(0, 1);
        assertThat(steps(records))
                .isEqualTo(LongStream.concat(LongStream.range(0, 100), LongStream.range(50, 150))
                        .boxed()
                        .toList());
    }

    @Test
    void twoAgentsWithOneRunId_areToldApartBySession() {
        try (TrainingRun one = start("twins", settings());
                TrainingRun other = start("twins", settings())) {
            recordUntil(one, 0, 50);
            recordUntil(other, 0, 50);
        }

        List<Telemetry> records =
                topic.await("twins", found -> events(found, RunEnded.class).size() == 2);
        assertThat(records.stream()
                        .map(record -> record.getOrigin().getSession())
                        .distinct())
                .hasSize(2)
                .allSatisfy(session -> {
                    List<Telemetry> ofOne = records.stream()
                            .filter(record -> record.getOrigin().getSession() == session)
                            .toList();
                    assertThat(steps(ofOne)).isEqualTo(range(0, 50));
                    assertThat(sequences(ofOne)).isEqualTo(range(0, ofOne.size()));
                });
    }

    @Test
    void absurdValues_areSentAsTheyAreAndAbsurdNamesAreCut() {
        String huge = "x".repeat(10 << 20);
        RunDescription description = RunDescription.builder()
                .runId("absurd")
                .name(huge)
                .project("pro\u0000ject\u001b[31m")
                .owner("")
                .worldSize(-1)
                .hyperparameter(huge, huge)
                .build();
        try (TrainingRun run = TrainingRun.start(description, settings().build())) {
            run.step(-1)
                    .loss(-1e308)
                    .gradientNorm(Double.NaN)
                    .learningRate(Double.POSITIVE_INFINITY)
                    .metric(huge, 1e308)
                    .metric(null, 1)
                    .tensor(null, null, -1, 0, 0, 0, 0, 0, 0, 0, 0)
                    .publish();
            run.evaluation(0, null, Double.NaN, null);
            run.evaluation(0, null, null);
        }

        List<Telemetry> records = topic.await("absurd", has(RunEnded.class));
        RunStarted started = events(records, RunStarted.class).get(0);
        assertThat(started.getName()).hasSize(256);
        assertThat(started.getProject()).isEqualTo("pro ject [31m");
        assertThat(started.getWorldSize()).isEqualTo(1);
        Step step = events(records, Step.class).get(0);
        assertThat(step.getLoss()).isEqualTo(-1e308);
        assertThat(step.getGradientNorm()).isNaN();
        assertThat(step.getMetrics()).hasSize(1).containsValue(1e308);
        assertThat(step.getTensors().get(0).getKind()).isEqualTo(TensorKind.UNKNOWN);
        assertThat(events(records, Evaluation.class).get(0).getSplit()).isEqualTo(Split.UNKNOWN);
    }

    @Test
    void recordLargerThanTheTopicAllows_isGivenUpAndTheNextOnesArrive() throws Exception {
        Map<String, String> small = Map.of("max.message.bytes", "4096");
        BrokerTopic.configure(KAFKA.bootstrapServers(), small);
        try (TrainingRun run = start("large", settings())) {
            record(run, 0);
            StepRecorder large = run.step(1);
            for (int i = 0; i < 2_000; i++) {
                large.tensor("layer" + i, TensorKind.GRADIENT, i, i * 0.1, i * 0.7, i * 0.3, i / 7.0, i / 3.0, 0, 0, 0);
            }
            large.publish();
            record(run, 2);

            List<Telemetry> records = topic.await("large", found -> steps(found).contains(2L));
            assertThat(steps(records)).containsExactly(0L, 2L);
            await().until(() -> run.health().refusedRecords() == 1);
        } finally {
            BrokerTopic.configure(KAFKA.bootstrapServers(), Map.of("max.message.bytes", "16777216"));
        }
    }

    private AgentSettings.Builder settings() {
        return AgentSettings.builder()
                .bootstrapServers(KAFKA.bootstrapServers())
                .spoolFolder(spool)
                .closeTimeout(Duration.ofSeconds(30));
    }

    private static TrainingRun start(String runId, AgentSettings.Builder settings) {
        return TrainingRun.start(RunDescription.builder().runId(runId).build(), settings.build());
    }

    private static void recordUntil(TrainingRun run, long from, long to) {
        for (long step = from; step < to; step++) {
            record(run, step);
        }
    }

    private static void record(TrainingRun run, long step) {
        run.step(step)
                .loss(step)
                .metric("accuracy", 0.5)
                .labelCounts(new long[] {3, 1})
                .tensor("0_W", TensorKind.GRADIENT, 64, -1, 1, 0, 0.5, 4, 0, 0, 3)
                .publish();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private List<Path> filesLeft() throws IOException {
        try (Stream<Path> files = Files.walk(spool.resolve("sessions"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
