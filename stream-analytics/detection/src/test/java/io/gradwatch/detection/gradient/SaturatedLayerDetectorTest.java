package io.gradwatch.detection.gradient;

import static io.gradwatch.detection.testkit.TensorRuns.step;
import static io.gradwatch.detection.testkit.TensorRuns.tensor;
import static io.gradwatch.detection.testkit.TensorRuns.withSaturated;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaturatedLayerDetectorTest {

    private final TestRun run = TestRun.of("saturated-layer");

    @Test
    void shareAtTheThreshold_fires_belowItNot() {
        feed(withSaturated("tanh1", 0.899));
        assertThat(run.alerts()).isEmpty();
        TestRun other = TestRun.of("saturated-layer");
        for (int i = 0; i < 50; i++) {
            other.send(step(i, 1, withSaturated("tanh1", 0.9), withSaturated("output", 0)));
        }
        assertThat(other.firing()).extracting(Alert::getSeverity).containsExactly(Severity.WARNING);
    }

    @Test
    void zerosOfReluAndTheOutput_areNotSaturated() {
        TensorStatistics relu = withSaturated("relu1", 0.95);
        relu.setZeroCount(950L);
        feed(relu);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void withoutCounts_theMeanSquareOfDeclaredTanhAndSigmoidTells() {
        declare("tanh");
        feed(tensor("layer", TensorKind.ACTIVATION, 0.97));
        assertThat(run.firing()).extracting(Alert::getSeverity).containsExactly(Severity.INFO);

        TestRun sigmoid = TestRun.of("saturated-layer");
        TensorStatistics middle = tensor("layer", TensorKind.ACTIVATION, 0.1);
        middle.setMean(0.5);
        middle.setMinimum(0);
        RunStarted started = TestRun.startedOf("digits");
        started.setLayers(List.of(new Layer("layer", "Linear", 10L, "sigmoid")));
        sigmoid.started(started);
        for (int i = 0; i < 50; i++) {
            sigmoid.send(step(i, 1, middle, withSaturated("output", 1)));
        }
        assertThat(sigmoid.alerts()).isEmpty();
    }

    @Test
    void withoutCountsAndDeclaration_nothingIsSaid() {
        feed(tensor("layer", TensorKind.ACTIVATION, 0.97));
        assertThat(run.alerts()).isEmpty();
    }

    private void declare(String activation) {
        RunStarted started = TestRun.startedOf("digits");
        started.setLayers(List.of(new Layer("layer", "Linear", 10L, activation)));
        run.started(started);
    }

    private void feed(TensorStatistics hidden) {
        for (int i = 0; i < 50; i++) {
            run.send(step(i, 1, hidden, withSaturated("output", 1)));
        }
    }
}
