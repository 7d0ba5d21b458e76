package io.gradwatch.detection.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.Batches;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollapsedPredictionsDetectorTest {

    private static final List<Long> EVEN = List.of(16L, 16L);
    private static final List<Long> FIRST = List.of(32L, 0L);

    private final TestRun run = TestRun.of("collapsed-predictions");

    @Test
    void threeHundredCollapsedBatches_fire_twoHundredAndNinetyNineDoNot() {
        steps(299, EVEN, FIRST);
        assertThat(run.alerts()).isEmpty();
        steps(1, EVEN, FIRST);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getOnsetStep()).isZero();
        steps(50, EVEN, EVEN);
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void untrainedNetworkThatLearnsSoon_staysQuiet() {
        steps(250, EVEN, FIRST);
        steps(500, EVEN, List.of(20L, 12L));
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void majorityThatLabelsShare_isNoCollapse() {
        steps(1000, List.of(29L, 3L), FIRST);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void collapsedEvaluations_fire_andStepsDoNotResolveThem() {
        for (int i = 0; i < 6; i++) {
            Evaluation evaluation = TestRun.evaluationOf(i, Split.TRAIN_VAL, 1.0);
            evaluation.setBatch(Batches.view(List.of(500L, 500L), List.of(1000L, 0L)));
            run.send(evaluation);
        }
        assertThat(run.firing()).hasSize(1);
        steps(200, EVEN, EVEN);
        assertThat(run.alerts()).hasSize(1);
    }

    @Test
    void viewsWithoutLabels_areNotJudged() {
        steps(1000, List.of(), FIRST);
        assertThat(run.alerts()).isEmpty();
    }

    private void steps(int times, List<Long> labels, List<Long> predictions) {
        for (int i = 0; i < times; i++) {
            run.send(Batches.counts(run.state.lastStep + 1, labels, predictions));
        }
    }
}
