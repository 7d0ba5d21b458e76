package io.gradwatch.detection.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.Batches;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputScaleDetectorTest {

    private final TestRun run = TestRun.of("input-scale");

    @Test
    void rawBytes_areAWarningAfterThreeObservations() {
        input(2, 0, 255, 33, 78);
        assertThat(run.alerts()).isEmpty();
        input(1, 0, 255, 33, 78);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(run.alerts().get(0).getSummary()).contains("raw, from 0 to 255");
        assertThat(run.alerts().get(0).getLayer()).isEqualTo("pixels");
    }

    @Test
    void spreadEqualToTheThreshold_fires_belowItIsInfo() {
        input(5, -40, 40, 0, 10);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.WARNING);

        TestRun other = TestRun.of("input-scale");
        for (int i = 0; i < 5; i++) {
            other.send(Batches.tensor(i, "x", TensorKind.INPUT, -20, 20, 0, 9));
        }
        assertThat(other.alerts().get(0).getSeverity()).isEqualTo(Severity.INFO);
    }

    @Test
    void normalisedTwice_andConstant_areWarnings() {
        input(5, 0, 1 / 255.0, 0.0005, 0.001);
        assertThat(run.alerts().get(0).getSummary()).contains("normalised twice");

        TestRun zeroed = TestRun.of("input-scale");
        for (int i = 0; i < 5; i++) {
            zeroed.send(Batches.tensor(i, "x", TensorKind.INPUT, 0, 0, 0, 0));
        }
        assertThat(zeroed.alerts().get(0).getSummary()).contains("the same number everywhere");
    }

    @Test
    void inputNamedInput_isNamedOnce() {
        for (int i = 0; i < 5; i++) {
            run.send(Batches.tensor(i, "input", TensorKind.INPUT, 0, 255, 33, 78));
        }
        assertThat(run.alerts().get(0).getSummary()).startsWith("The input is raw");
    }

    @Test
    void usualScales_areFine() {
        input(9, 0, 1, 0.13, 0.3);
        input(9, -1, 1, 0, 0.5);
        input(9, -0.5, 0.5, -0.3, 0.3);
        input(9, -2.1, 2.6, 0.1, 1.2);
        input(9, -6, 9, 0, 1);
        input(9, 0, 1, 1e-5, 0.003);
        assertThat(run.alerts()).as("the last one is a sparse bag of words").isEmpty();
    }

    @Test
    void idsOfTokens_andNetworksThatNormaliseTheirInput_areFine() {
        RunStarted started = TestRun.startedOf("gpt");
        started.setLayers(List.of(new Layer("in", "Dense", 1L, ""), new Layer("wte", "Embedding", 1L, "")));
        run.started(started);
        input(9, 0, 50_256, 9000, 12_000);

        RunStarted normalising = TestRun.startedOf("pictures");
        normalising.setLayers(List.of(new Layer("bn", "BatchNormalization", 1L, "")));
        run.started(normalising);
        input(9, 0, 255, 33, 78);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void constantMaskBesideAnInput_isInfo_andManyInputsAreBounded() {
        for (int i = 0; i < 5; i++) {
            Step step = TestRun.stepOf(i, 1.0, null);
            step.setTensors(List.of(
                    Batches.tensor("x", TensorKind.INPUT, -2, 2, 0, 1),
                    Batches.tensor("mask", TensorKind.INPUT, 1, 1, 1, 0)));
            run.send(step);
        }
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.INFO);
        for (int i = 5; i < 500; i++) {
            run.send(Batches.tensor(i, "input " + i, TensorKind.INPUT, -2, 2, 0, 1));
        }
        var state = run.stateOf(InputScaleDetector.class);
        assertThat(state.inputs).hasSize(8);
    }

    @Test
    void naNStatistics_ofATensorWithoutFiniteElements_areNotJudged() {
        input(9, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        assertThat(run.alerts()).isEmpty();
    }

    private void input(int times, double low, double high, double mean, double spread) {
        for (int i = 0; i < times; i++) {
            run.send(Batches.tensor(run.state.lastStep + 1, "pixels", TensorKind.INPUT, low, high, mean, spread));
        }
    }
}
