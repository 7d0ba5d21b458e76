package io.gradwatch.detection.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.ProgressRuns;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class RankDisagreementDetectorTest {

    private final TestRun run = TestRun.of("rank-disagreement");
    private final Random random = new Random(1);

    @Test
    void normsThatWereEqual_andNoLongerAre_areCriticalAtTheThirdStep() {
        norms(20, 4, rank -> 50);
        norms(2, 4, rank -> rank == 2 ? 50.01 : 50);
        assertThat(run.alerts()).isEmpty();
        norms(1, 4, rank -> rank == 2 ? 50.01 : 50);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.CRITICAL);
        assertThat(run.alerts().get(0).getOnsetStep()).isEqualTo(20);
        norms(5, 4, rank -> 50);
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void rankThatSpeaksFirst_isFoundToo() {
        norms(20, 5, rank -> 50);
        norms(20, 5, rank -> rank == 0 ? 51 : 50);
        norms(1, 5, rank -> 50);
        assertThat(run.firing()).hasSize(1);
    }

    @Test
    void shardedModel_isInfo_roundingIsNothing() {
        norms(20, 4, rank -> 50 + rank);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.INFO);

        TestRun rounded = TestRun.of("rank-disagreement");
        for (int i = 0; i < 200; i++) {
            long step = i;
            ProgressRuns.round(rounded, 4, rank -> ProgressRuns.normed(step, 50 * (1 + 1e-6 * random.nextGaussian())));
        }
        assertThat(rounded.alerts()).isEmpty();
    }

    @Test
    void ranksThatAreStepsApart_areComparedAtTheSameStep() {
        for (int i = 0; i < 300; i++) {
            long step = i;
            ProgressRuns.as(run, 0).send(ProgressRuns.normed(step, 10 + step));
            if (i >= 20) {
                ProgressRuns.as(run, 1).send(ProgressRuns.normed(step - 20, step - 10));
            }
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void lossApart_isAWarning_noiseOfMinibatchesIsNot() {
        losses(300, 8, rank -> 2);
        assertThat(run.alerts()).isEmpty();
        losses(150, 8, rank -> rank == 6 ? 8 : 2);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getRank()).isEqualTo(6);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.WARNING);
        losses(100, 8, rank -> 2);
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void stagesOfAPipelineWithoutALoss_areNotCompared() {
        losses(300, 4, rank -> rank == 3 ? 2 : 0);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void nonFiniteLossOfOneRankAlone_isCritical_ofAllIsNot() {
        losses(20, 4, rank -> 2);
        losses(3, 4, rank -> rank == 1 ? Double.NaN : 2);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getRank()).isEqualTo(1);

        TestRun all = TestRun.of("rank-disagreement");
        for (int i = 0; i < 50; i++) {
            long step = i;
            ProgressRuns.round(all, 4, rank -> TestRun.stepOf(step, step < 20 ? 2 : Double.NaN, null));
        }
        assertThat(all.alerts()).isEmpty();
    }

    private void norms(int times, int ranks, IntToDoubleFunction norm) {
        for (int i = 0; i < times; i++) {
            long step = run.state.lastStep + 1;
            ProgressRuns.round(run, ranks, rank -> ProgressRuns.normed(step, norm.applyAsDouble(rank)));
        }
    }

    private void losses(int times, int ranks, IntToDoubleFunction loss) {
        for (int i = 0; i < times; i++) {
            long step = run.state.lastStep + 1;
            ProgressRuns.round(run, ranks, rank -> {
                Step seen =
                        TestRun.stepOf(step, loss.applyAsDouble(rank) * Math.exp(0.5 * random.nextGaussian()), null);
                return seen;
            });
        }
    }
}
