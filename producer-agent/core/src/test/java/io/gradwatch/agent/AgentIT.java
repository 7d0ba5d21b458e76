package io.gradwatch.agent;

import static io.gradwatch.agent.testing.TelemetryTopic.events;
import static io.gradwatch.agent.testing.TelemetryTopic.has;
import static io.gradwatch.agent.testing.TelemetryTopic.sequences;
import static io.gradwatch.agent.testing.TelemetryTopic.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.testing.AlertRecords;
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
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

/** Records of the agent at a real broker. */
class AgentIT extends AgentAtBroker {

    @Test
    void finishedRun_thatNobodyCloses_freesItsThreads() throws Exception {
        Set<Thread> before = agentThreads();
        TrainingRun run = start("unclosed", settings());
        record(run, 0);
        assertThat(agentThreads()).hasSizeGreaterThan(before.size());

        run.finish();

        await().until(() -> before.containsAll(agentThreads()));
        assertThat(events(topic.await(run.runId(), has(RunEnded.class)), Step.class))
                .hasSize(1);
        run.close();
    }

    /** Threads of agents and of their Kafka clients. */
    private static Set<Thread> agentThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("gradwatch-agent"))
                .filter(Thread::isAlive)
                .collect(Collectors.toSet());
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

    private List<Path> filesLeft() throws IOException {
        try (Stream<Path> files = Files.walk(spool.resolve("sessions"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
