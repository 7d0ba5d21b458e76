package io.gradwatch.fleet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.live.query.Filters;
import io.gradwatch.fleet.live.row.Declared;
import io.gradwatch.fleet.live.row.LastValues;
import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.row.SeriesTable;
import io.gradwatch.fleet.live.table.LiveTableStores;
import io.gradwatch.fleet.live.table.RunAlerts;
import io.gradwatch.fleet.live.view.Checkpoint;
import io.gradwatch.fleet.live.view.RunDetail.Metric;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunQueryBuilder;
import io.gradwatch.fleet.testing.FakeFleet;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Pulse;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Row and details of a run, as its records say. */
class RunTableTest extends OneRun {

    @Test
    void pulseOfDetection_isOfNoRun() {
        tables.send(new Telemetry(new Origin("gradwatch.pulse", 0, 0, 1L, 0L, 1_000L, false), new Pulse()));
        assertThat(tables.entries(LiveTableStores.RUNS)).isZero();
        assertThat(tables.overview(1_000).runsByState()).isEmpty();
    }

    @Test
    void checkpoints_areListed_theNewestFirst_andThoseThatWereOverwrittenOnce() {
        tables.send(job.started(), job.at(1_000).step(0, 2.5));
        for (int step = 1; step <= 40; step++) {
            tables.send(job.at(1_000 + step).checkpoint(step, "ckpt/" + step), job.checkpoint(step, "last.pt"));
        }
        Job other = new Job("one", 0, 1);
        tables.send(other.checkpoint(41, "rank-1.pt"), job.checkpoint(-1, "x".repeat(5_000)));

        List<Checkpoint> checkpoints = tables.run("one").checkpoints();

        assertThat(checkpoints).hasSize(32);
        assertThat(checkpoints.get(0).path()).hasSize(1_024).endsWith("xx");
        assertThat(checkpoints.get(0).step()).isEqualTo(1);
        assertThat(checkpoints.get(1).path()).isEqualTo("last.pt");
        assertThat(checkpoints.get(2))
                .isEqualTo(new Checkpoint(0, 40, "ckpt/40", Job.START + 1_040, 4096L, Map.of("val/loss", 0.25)));
        assertThat(checkpoints.get(3).path()).isEqualTo("ckpt/39");
    }

    @Test
    void lifeOfARun_isTold() {
        tables.send(job.started());
        assertThat(row().state()).isEqualTo("starting");
        assertThat(row().step()).isEqualTo(-1);

        tables.send(job.at(1_000).step(0, 2.5), job.at(3_000).step(1, 2.0));
        assertThat(row().state()).isEqualTo("training");
        assertThat(row().stepsPerSecond()).isEqualTo(0.5);
        assertThat(row().progress()).isEqualTo(0.02);
        assertThat(row().timeLeftMillis()).isEqualTo(98 * 2_000);
        assertThat(row().gpu()).isEqualTo("H100");
        assertThat(row().gpus()).isEqualTo(2);

        tables.send(job.at(4_000).ended(Outcome.FINISHED));
        assertThat(row().state()).isEqualTo("finished");
        assertThat(row().endedMillis()).isEqualTo(Job.START + 4_000);
        assertThat(row().timeLeftMillis()).isNull();
    }

    @Test
    void wordsOfARun_areThoseThatItSaidLast() {
        tables.send(job.started());
        assertThat(row().tags()).containsExactly("baseline", "<b>");
        assertThat(row().group()).isEqualTo("sweep-1");
        assertThat(tables.run("one").description().notes()).isEqualTo("warm-up\nof 500");

        tables.send(job.started(Job.declaration()
                .setTags(IntStream.range(0, 100).mapToObj(i -> "t" + i).toList())
                .setNotes("n".repeat(100_000))
                .setGroup("g".repeat(1_000))
                .setSummary(Map.of("val/loss", 0.125))
                .build()));
        assertThat(row().tags()).hasSize(64).startsWith("t0", "t1");
        assertThat(row().group()).hasSize(200);
        assertThat(tables.run("one").description().notes()).hasSize(4_096);
        assertThat(tables.run("one").description().summary()).isEqualTo(Map.of("val/loss", 0.125));
    }

    @Test
    void runs_areFilteredByTagsGroupAndText() {
        RunIndex.Entry row = new RunIndex.Entry(
                FakeFleet.row(),
                0,
                0,
                0,
                List.of(),
                new Declared("baseline <b>night</b> sweep-1", Map.of(), Map.of()),
                LastValues.NONE);
        assertThat(Filters.of(query(List.of("baseline"), "sweep-1", "NIGHT"))).accepts(row);
        assertThat(Filters.of(query(List.of("baseline", "<b>night</b>"), null, "sweep")))
                .accepts(row);
        assertThat(Filters.of(query(List.of("base"), null, null))).rejects(row);
        assertThat(Filters.of(query(List.of("baseline", "x"), null, null))).rejects(row);
        assertThat(Filters.of(query(List.of(), "sweep", null))).rejects(row);
    }

    private static RunQuery query(List<String> tags, String group, String text) {
        return RunQueryBuilder.builder()
                .text(text)
                .tags(tags)
                .group(group)
                .sort("started")
                .limit(100)
                .build();
    }

    @Test
    void outcomes_areStates() {
        for (Outcome outcome : Outcome.values()) {
            Job ending = new Job("ended-" + outcome, 0, 0);
            tables.send(ending.started(), ending.ended(outcome));
        }

        assertThat(tables.run("ended-FAILED").row().state()).isEqualTo("crashed");
        assertThat(tables.run("ended-OUT_OF_MEMORY").row().state()).isEqualTo("crashed");
        assertThat(tables.run("ended-KILLED").row().state()).isEqualTo("crashed");
        assertThat(tables.run("ended-STOPPED").row().state()).isEqualTo("stopped");
        assertThat(tables.run("ended-UNKNOWN").row().state()).isEqualTo("stopped");
    }

    @Test
    void silentAndHungAlerts_areStatesUntilTheyRecover() {
        tables.send(job.started(), job.step(0, 1));
        tables.send(job.fires("hung"));
        assertThat(row().state()).isEqualTo("stalled");
        tables.send(job.fires("silent"));
        assertThat(row().state()).isEqualTo("silent");
        assertThat(row().openAlerts().critical()).isEqualTo(2);

        tables.send(job.resolves("silent"), job.resolves("hung"));
        assertThat(row().state()).isEqualTo("training");
        assertThat(row().openAlerts().critical()).isZero();
    }

    @Test
    void silenceOfOneRank_isNoStateOfTheRun() {
        tables.send(job.started(), job.step(0, 1));
        tables.send(job.fires("silent", Severity.CRITICAL).setRank(3).build());

        assertThat(row().state()).isEqualTo("training");
        assertThat(row().worstClass()).isEqualTo("silent");
    }

    @Test
    void nonFiniteValues_areKeptAndCountedAndLeaveTheExtremesAlone() {
        tables.send(
                job.step(0, 2.0),
                job.step(1, Double.NaN),
                job.step(2, Double.POSITIVE_INFINITY),
                job.step(3, 1.0),
                job.step(4, Double.NEGATIVE_INFINITY),
                job.step(5, Double.NaN));

        assertThat(metric("loss")).isEqualTo(new Metric("loss", Double.NaN, 5, 1.0, 3L, 2.0, 0L, 4));
        assertThat(row().loss()).isNaN();
        assertThat(row().bestLoss()).isEqualTo(1.0);
    }

    @Test
    void allSeriesOfStepsAndEvaluations_areKept() {
        tables.send(
                job.step(Step.newBuilder()
                        .setStep(3)
                        .setLoss(0.5)
                        .setLearningRate(0.1)
                        .setGradientNorm(2.0)
                        .setTokens(99L)
                        .setMetrics(Map.of("train/accuracy", 0.75))
                        .build()),
                job.evaluation(4, Split.TRAIN_VAL, 0.75));

        assertThat(tables.run("one").metrics())
                .extracting(Metric::series)
                .containsExactly(
                        "gradient_norm", "learning_rate", "loss", "tokens", "train-val/loss", "train/accuracy");
        assertThat(tables.run("one").generalisationGap()).isEqualTo(0.25);
    }

    @Test
    void moreSeriesThanAreKept_loseNoneOfTheFirst() {
        for (int i = 0; i < SeriesTable.MOST_SERIES + 10; i++) {
            tables.send(job.step(Step.newBuilder()
                    .setStep(i)
                    .setMetrics(Map.of("metric-" + i, 1.0))
                    .build()));
        }

        assertThat(tables.run("one").metrics()).hasSize(SeriesTable.MOST_SERIES);
        assertThat(metric("metric-0").last()).isEqualTo(1.0);
        assertThat(row().step()).isEqualTo(SeriesTable.MOST_SERIES + 9);
    }

    @Test
    void acceleratorTime_countsWhatWentOnAfterACriticalAlert() {
        tables.send(job.started(), job.at(10_000).step(0, 1));
        tables.send(job.fires("nan"));
        tables.send(job.at(30_000).step(1, Double.NaN));
        tables.send(job.resolves("nan"));
        tables.send(job.at(35_000).step(2, 1));

        assertThat(tables.state("one").getGpuMillisUsed()).isEqualTo(2 * 35_000);
        assertThat(tables.state("one").getGpuMillisWasted()).isEqualTo(2 * 20_000);
    }

    @Test
    void endedAlerts_areKeptUpToABound() {
        for (int i = 0; i < RunAlerts.MOST_ENDED + 5; i++) {
            String alertClass = String.format("class-%03d", i);
            tables.send(job.at(i).fires(alertClass), job.at(i).resolves(alertClass));
        }
        tables.send(job.at(1_000).fires("nan"));

        List<String> classes = tables.run("one").alerts().stream()
                .map(alert -> alert.alertClass())
                .toList();
        assertThat(classes)
                .hasSize(RunAlerts.MOST_ENDED + 1)
                .startsWith("nan", "class-068")
                .doesNotContain("class-004");
    }
}
