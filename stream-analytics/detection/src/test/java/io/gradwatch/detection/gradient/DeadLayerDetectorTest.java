package io.gradwatch.detection.gradient;

import static io.gradwatch.detection.testkit.TensorRuns.step;
import static io.gradwatch.detection.testkit.TensorRuns.withZeros;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.TensorStatistics;
import org.junit.jupiter.api.Test;

class DeadLayerDetectorTest {

    private final TestRun run = TestRun.of("dead-layer");

    @Test
    void shareAtTheThreshold_isInfoWhileTheLossFalls_andBelowItNothing() {
        send(0, 200, 0.989);
        assertThat(run.alerts()).isEmpty();
        send(200, 400, 0.99);
        assertThat(run.firing()).extracting(Alert::getSeverity).containsExactly(Severity.INFO);
        assertThat(run.firing().get(0).getOnsetStep()).isEqualTo(200);
        assertThat(run.firing().get(0).getLayer()).isEqualTo("relu");
    }

    @Test
    void fullyDead_isWarning_afterFiveMeasurementsOver20Steps_betweenStepsWithoutTensors() {
        for (int i = 0; i < 40; i++) {
            run.send(i % 10 == 0 ? step(i, 1, withZeros("relu", 1), withZeros("output", 0)) : step(i, 1));
        }
        assertThat(run.alerts()).isEmpty();
        run.send(step(40, 1, withZeros("relu", 1), withZeros("output", 0)));
        assertThat(run.firing()).extracting(Alert::getSeverity).containsExactly(Severity.WARNING);
    }

    @Test
    void output_andOneLivingMeasurementInBetween_areNoFault() {
        for (int i = 0; i < 200; i++) {
            run.send(step(i, 1, withZeros("relu", i % 5 == 4 ? 0.5 : 1), withZeros("output", 1)));
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void tenThousandDeadLayers_areBounded_andLeftOutOnesAreCounted() {
        TensorStatistics[] layers = new TensorStatistics[10_000];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = withZeros("layer-" + "x".repeat(200) + i, 1);
            layers[i].setLayer(i + "-" + "x".repeat(200));
        }
        for (int i = 0; i < 30; i++) {
            run.send(step(i, 1, layers));
        }
        assertThat(run.firing()).hasSize(1);
        assertThat(run.firing().get(0).getEvidence())
                .anySatisfy(item -> assertThat(item.getName()).contains("left out"));
        DeadLayerDetector.State state = run.stateOf(DeadLayerDetector.class);
        assertThat(state.layers.layers).hasSize(LayerStreaks.MOST);
        assertThat(state.layers.layers.keySet())
                .allSatisfy(name -> assertThat(name).hasSizeLessThan(101));
    }

    private void send(int from, int to, double zeros) {
        for (int i = from; i < to; i++) {
            run.send(step(i, 2 * Math.exp(-i / 50.0), withZeros("relu", zeros), withZeros("output", 0)));
        }
    }
}
