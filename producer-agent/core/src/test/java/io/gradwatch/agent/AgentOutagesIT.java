package io.gradwatch.agent;

import static io.gradwatch.agent.testing.TelemetryTopic.events;
import static io.gradwatch.agent.testing.TelemetryTopic.has;
import static io.gradwatch.agent.testing.TelemetryTopic.sequences;
import static io.gradwatch.agent.testing.TelemetryTopic.steps;
import static io.gradwatch.agent.testing.TelemetryTopic.withoutRepeats;
import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Outages of the broker, over which no record is lost. */
class AgentOutagesIT extends AgentAtBroker {

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
}
