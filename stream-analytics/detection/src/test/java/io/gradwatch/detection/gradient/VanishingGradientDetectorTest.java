package io.gradwatch.detection.gradient;

import static io.gradwatch.detection.testkit.TensorRuns.stack;
import static io.gradwatch.detection.testkit.TensorRuns.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.TensorKind;
import org.junit.jupiter.api.Test;

class VanishingGradientDetectorTest {

    @Test
    void bothThresholdsReached_fires_andOneAloneDoesNot() {
        assertThat(fed(0, 1e-4, 0.1, 300).alerts()).hasSize(1);
        assertThat(fed(0, 1e-4, 0.09, 300).alerts()).isEmpty();
        assertThat(fed(0, 2e-4, 10, 300).alerts()).isEmpty();
    }

    @Test
    void fallingLoss_isNoFault() {
        assertThat(fed(0.005, 1e-8, 0.1, 300).alerts()).isEmpty();
    }

    @Test
    void firstHundredLosses_areNotEnough() {
        assertThat(fed(0, 1e-8, 0.1, 99).alerts()).isEmpty();
        assertThat(fed(0, 1e-8, 0.1, 100).alerts()).hasSize(1);
    }

    @Test
    void zeroOrNonFiniteGradients_areLeftToOthers() {
        assertThat(fed(0, 0, 0.1, 300).alerts()).isEmpty();
        assertThat(fed(0, 1e-8, Double.NaN, 300).alerts()).isEmpty();
        assertThat(fed(0, 1e-8, Double.POSITIVE_INFINITY, 300).alerts()).isEmpty();
    }

    private static TestRun fed(double rate, double first, double last, int steps) {
        TestRun run = TestRun.of("vanishing-gradient");
        for (int i = 0; i < steps; i++) {
            run.send(step(i, 2.3 * Math.exp(-rate * i), stack(TensorKind.GRADIENT, first, 1e-3, 1e-2, last)));
        }
        return run;
    }
}
