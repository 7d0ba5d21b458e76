package io.gradwatch.detection.gradient;

import static io.gradwatch.detection.testkit.TensorRuns.step;
import static io.gradwatch.detection.testkit.TensorRuns.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrozenLayerDetectorTest {

    private final TestRun run = TestRun.of("frozen-layer");

    @Test
    void partThatStandsStill_isInfoWhileTheLossFalls_andWarningWhereItIsFlat() {
        feed(run, 0.005, 1, 400);
        assertThat(run.firing()).extracting(Alert::getSeverity).containsExactly(Severity.INFO);
        assertThat(run.firing().get(0).getLayer()).isEqualTo("body.weight");

        TestRun flat = TestRun.of("frozen-layer");
        feed(flat, 0, 1, 400);
        assertThat(flat.firing()).extracting(Alert::getSeverity).containsExactly(Severity.INFO, Severity.WARNING);
    }

    @Test
    void layerDeclaredWithoutTrainableParameters_isNotJudged() {
        RunStarted started = TestRun.startedOf("fine-tuned");
        started.setLayers(List.of(new Layer("body", "Linear", 0L, ""), new Layer("head", "Linear", 10L, "")));
        run.started(started);
        feed(run, 0, 1, 400);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void nothingThatChanges_isWarning_afterAHundredSteps_butNotAtALearningRateOfZero() {
        for (int i = 0; i <= 101; i++) {
            assertThat(run.alerts()).isEmpty();
            run.send(step(i, 1, tensor("w", TensorKind.PARAMETER, 1)));
        }
        assertThat(run.firing()).extracting(Alert::getSeverity).containsExactly(Severity.WARNING);

        TestRun idle = TestRun.of("frozen-layer");
        for (int i = 0; i < 300; i++) {
            Step step = step(i, 1, tensor("w", TensorKind.PARAMETER, 1));
            step.setLearningRate(0.0);
            idle.send(step);
        }
        assertThat(idle.alerts()).isEmpty();
    }

    @Test
    void zeroGradients_areWarning_unlessTheLossHasConverged() {
        for (int i = 0; i < 200; i++) {
            run.send(step(i, 1, tensor("w", TensorKind.GRADIENT, 0)));
        }
        assertThat(run.firing()).extracting(Alert::getSeverity).containsExactly(Severity.WARNING);

        TestRun converged = TestRun.of("frozen-layer");
        for (int i = 0; i < 400; i++) {
            converged.send(step(i, Math.exp(-i / 5.0), tensor("w", TensorKind.GRADIENT, i < 100 ? 1 : 0)));
        }
        assertThat(converged.alerts()).isEmpty();
    }

    private static void feed(TestRun run, double rate, double body, int steps) {
        for (int i = 0; i < steps; i++) {
            run.send(step(
                    i,
                    2.3 * Math.exp(-rate * i),
                    tensor("body.weight", TensorKind.PARAMETER, body),
                    tensor("head.weight", TensorKind.PARAMETER, 1 + i / 1000.0)));
        }
    }
}
