package io.gradwatch.fleet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunDetail.Attempt;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Attempts, ranks and sessions of a run; records that come twice, early, or are wrong. */
class RunAttemptsTest extends OneRun {

    @Test
    void repeatedRecords_countOnce() {
        var nan = job.step(0, Double.NaN);
        var next = job.step(1, 1.0);
        tables.send(nan, next, nan, next, nan);

        assertThat(metric("loss").nonFinite()).isEqualTo(1);
        assertThat(row().step()).isEqualTo(1);
    }

    @Test
    void repeatedTransitionOfAnAlert_countsOnce() {
        tables.send(job.step(0, 1));
        tables.send(job.fires("nan"), job.resolves("nan"), job.fires("nan"));

        RunDetail run = tables.run("one");
        assertThat(run.alerts()).hasSize(1);
        assertThat(run.alerts().get(0).state()).isEqualTo("recovered");
        assertThat(run.alerts().get(0).resolution()).isEqualTo("cleared");
        assertThat(run.row().openAlerts().critical()).isZero();
    }

    @Test
    void nextAttempt_resetsWhatBelongsToIt() {
        tables.send(job.started(), job.step(0, 3.0), job.at(1_000).step(50, 1.0), job.ended(Outcome.KILLED));
        Job next = new Job("one", 1, 0).at(60_000);
        tables.send(
                next.started(), next.at(61_000).step(40, 2.0), job.at(62_000).step(51, 0.5));

        RunDetail run = tables.run("one");
        assertThat(run.row().state()).isEqualTo("training");
        assertThat(run.row().attempt()).isEqualTo(1);
        assertThat(run.row().step()).isEqualTo(40);
        assertThat(run.row().endedMillis()).isNull();
        assertThat(run.row().loss()).isEqualTo(2.0);
        assertThat(run.row().bestLoss()).isEqualTo(1.0);
        assertThat(run.attempts())
                .containsExactly(
                        new Attempt(0, Job.START, Job.START + 1_000, "killed", 0, 50, null, null),
                        new Attempt(1, Job.START + 60_000, null, null, 40, 40, null, null));
        assertThat(run.ranks()).hasSize(1);
    }

    @Test
    void attemptThatDiesUnheard_endsWithItsLastRecord() {
        tables.send(job.started(), job.at(5_000).step(0, 1));
        Job next = new Job("one", 1, 0).at(3_600_000);
        tables.send(next.started());

        assertThat(tables.run("one").attempts().get(0).endedMillis()).isEqualTo(Job.START + 5_000);
        assertThat(tables.state("one").getGpuMillisUsed()).isEqualTo(2 * 5_000);
    }

    @Test
    void worldSizeThatCannotBe_isNotBelieved() {
        tables.send(
                job.started(Job.declaration().setWorldSize(Integer.MAX_VALUE).build()));
        tables.send(job.at(5_000).step(0, 1), job.at(10_000).step(Long.MAX_VALUE, 1));

        assertThat(row().gpus()).isEqualTo(2);
        assertThat(row().worldSize()).isEqualTo(1);
        assertThat(row().step()).isEqualTo(Long.MAX_VALUE);
        assertThat(tables.state("one").getGpuMillisUsed()).isEqualTo(2 * 10_000);
    }

    @Test
    void anotherSession_isTakenOnlyAfterTheFirstEndedOrWasQuiet() {
        Job second = new Job("one", 0, 0, 99);
        tables.send(job.started(), job.step(7, 1), second.at(1_000).step(8, 9));
        assertThat(row().step()).isEqualTo(7);

        tables.send(second.at(60_000).step(9, 9));
        assertThat(row().step()).isEqualTo(9);
        tables.send(job.at(61_000).step(10, 1));
        assertThat(row().step()).isEqualTo(9);
    }

    @Test
    void ranks_areKeptApartAndTheSlowestIsNamed() {
        Job other = new Job("one", 0, 1);
        tables.send(job.started(Job.declaration().setWorldSize(2).build()));
        tables.send(other.started(Job.declaration().setHost("node-2").build()));
        tables.send(job.step(timed(5, 100, 10)), other.step(timed(4, 300, 150)));

        RunDetail run = tables.run("one");
        assertThat(run.row().step()).isEqualTo(5);
        assertThat(run.row().loss()).isEqualTo(100.0);
        assertThat(run.ranks()).extracting(RunDetail.Rank::slowest).containsExactly(false, true);
        assertThat(run.ranks()).extracting(RunDetail.Rank::host).containsExactly("node-1.north.example.org", "node-2");
        assertThat(run.ranks()).extracting(RunDetail.Rank::dataWaitRatio).containsExactly(0.1, 0.5);
        assertThat(run.rankSpread().stepDurationMillis()).isEqualTo(new RunDetail.Spread(100.0, 200.0, 300.0));
        assertThat(run.row().host()).isEqualTo("node-1.north.example.org");
    }

    @Test
    void clockFarAhead_isNotBelieved() {
        tables.send(job.started());
        var record = job.at(400L * 24 * 3_600_000).step(0, 1);
        tables.driver
                .createInputTopic(Topics.TELEMETRY.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput("one", Topics.TELEMETRY.codec().encode(record), Job.START);

        assertThat(row().lastStepMillis()).isEqualTo(Job.START + 60_000);
    }

    @Test
    void unreadableRecord_blocksNothing() {
        tables.sendBytes("one", "not telemetry".getBytes(StandardCharsets.UTF_8));
        tables.send(job.started());

        assertThat(row().state()).isEqualTo("starting");
    }

    @Test
    void recordOfAnotherRunThanItsKey_isLeftAside() {
        tables.sendBytes("two", Topics.TELEMETRY.codec().encode(job.started()));

        assertThat(tables.run("one")).isNull();
        assertThat(tables.run("two")).isNull();
    }

    @Test
    void alertBeforeItsRun_isKept() {
        tables.send(job.fires("nan"));
        assertThat(row().name()).isEqualTo("digits");
        tables.send(job.started());

        assertThat(row().worstClass()).isEqualTo("nan");
        assertThat(tables.run("one").alerts()).hasSize(1);
    }

    private Step timed(long step, double duration, double wait) {
        return Step.newBuilder()
                .setStep(step)
                .setLoss(duration)
                .setDurationMillis(duration)
                .setDataWaitMillis(wait)
                .build();
    }
}
