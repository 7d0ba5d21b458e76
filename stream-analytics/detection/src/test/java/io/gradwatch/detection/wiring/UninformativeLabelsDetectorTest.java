package io.gradwatch.detection.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.Batches;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UninformativeLabelsDetectorTest {

    private final TestRun run = TestRun.of("uninformative-labels").started(Batches.classes(10));

    @Test
    void memorisedTrainingSetWithValidationAtChance_fires() {
        train(0.1);
        evaluations(4, 5.0, 0.1);
        assertThat(run.alerts()).isEmpty();
        evaluations(1, 5.0, 0.1);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.WARNING);
        evaluations(1, 1.0, 0.6);
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void lossesAlone_areInfo() {
        train(0.1);
        evaluations(9, 5.0, null);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.INFO);
    }

    @Test
    void overfittingThatOnceKnewSomething_isNotThis() {
        run.step(0, 2.3);
        evaluations(1, 1.8, 0.4);
        train(0.01);
        evaluations(50, 6.0, 0.1);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void rightButTooSure_andTrainingAtChanceToo_stayQuiet() {
        train(0.01);
        evaluations(50, 6.0, 0.5);
        assertThat(run.alerts()).isEmpty();

        TestRun untrained = TestRun.of("uninformative-labels").started(Batches.classes(10));
        for (int i = 0; i < 200; i++) {
            untrained.step(i, 2.3).evaluation(i, 2.31);
        }
        assertThat(untrained.alerts()).isEmpty();
    }

    @Test
    void lossEqualToTheThreshold_counts() {
        train(0.1);
        evaluations(5, 0.98 * Math.log(10), 0.13);
        assertThat(run.firing()).hasSize(1);
    }

    private void train(double loss) {
        for (int i = 0; i < 100; i++) {
            run.step(run.state.lastStep + 1, loss);
        }
    }

    private void evaluations(int times, double loss, Double accuracy) {
        for (int i = 0; i < times; i++) {
            Evaluation evaluation = TestRun.evaluationOf(run.state.lastStep, Split.TRAIN_VAL, loss);
            if (accuracy != null) {
                evaluation.setMetrics(Map.of("accuracy", accuracy));
            }
            run.send(evaluation);
        }
    }
}
