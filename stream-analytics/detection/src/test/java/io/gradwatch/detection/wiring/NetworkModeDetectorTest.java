package io.gradwatch.detection.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkModeDetectorTest {

    private final TestRun run = TestRun.of("network-mode");

    @Test
    void evaluationInTrainingMode_firesOnSight_andIsResolvedByTheNextOfItsSplit() {
        run.send(evaluation(9, Split.TRAIN_VAL, 1.0, true, null));
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.WARNING);
        run.send(evaluation(9, Split.TEST, 1.0, false, null));
        assertThat(run.alerts()).hasSize(1);
        run.send(evaluation(19, Split.TRAIN_VAL, 1.0, false, null));
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void changedRunningStatistics_fire_alsoInEvaluationMode() {
        run.send(evaluation(9, Split.TEST_VAL, 1.0, false, true));
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getSplit()).isEqualTo("TEST_VAL");
    }

    @Test
    void fiftyStepsInEvaluationMode_fire_fortyNineDoNot() {
        steps(49, false);
        steps(1, true);
        steps(49, false);
        assertThat(run.alerts()).isEmpty();
        steps(1, false);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getOnsetStep()).isEqualTo(50);
        steps(1, true);
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void networkWithoutDropoutAndNormalization_isInfo() {
        RunStarted started = TestRun.startedOf("mlp");
        started.setLayers(List.of(new Layer("0", "Linear", 1L, "relu")));
        run.started(started).send(evaluation(9, Split.TRAIN_VAL, 1.0, true, null));
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.INFO);
    }

    @Test
    void evaluationsThatDiffer_areInfo_otherEpochsAndRoundingAreNot() {
        run.send(evaluation(9, Split.TRAIN_VAL, 1.0, false, false))
                .send(evaluation(9, Split.TRAIN_VAL, 1.0005, false, false))
                .send(evaluation(9, Split.TRAIN_VAL, Double.NaN, false, false))
                .send(evaluation(19, Split.TRAIN_VAL, 2.0, false, false))
                .send(evaluation(19, Split.TEST, 3.0, false, false));
        assertThat(run.alerts()).isEmpty();
        run.send(evaluation(19, Split.TRAIN_VAL, 2.1, null, false));
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.INFO);
    }

    @Test
    void runThatTellsNoMode_isNotJudged() {
        run.evaluation(9, 1.0).evaluation(9, 2.0);
        assertThat(run.alerts()).isEmpty();
    }

    private void steps(int times, boolean training) {
        for (int i = 0; i < times; i++) {
            Step step = TestRun.stepOf(run.state.lastStep + 1, 1.0, null);
            step.setTrainingMode(training);
            run.send(step);
        }
    }

    private static Evaluation evaluation(long step, Split split, double loss, Boolean training, Boolean changed) {
        Evaluation evaluation = TestRun.evaluationOf(step, split, loss);
        evaluation.setTrainingMode(training);
        evaluation.setRunningStatisticsChanged(changed);
        return evaluation;
    }
}
