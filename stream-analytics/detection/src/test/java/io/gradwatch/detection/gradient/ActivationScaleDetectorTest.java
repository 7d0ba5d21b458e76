package io.gradwatch.detection.gradient;

import static io.gradwatch.detection.testkit.TensorRuns.stack;
import static io.gradwatch.detection.testkit.TensorRuns.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.TensorKind;
import org.junit.jupiter.api.Test;

class ActivationScaleDetectorTest {

    @Test
    void shrinkingScale_isWarning_growingInfo() {
        assertThat(fed(0, 1, 0.2, 0.04, 0.01, 3).firing())
                .extracting(Alert::getSeverity)
                .containsExactly(Severity.WARNING);
        assertThat(fed(0, 0.01, 0.04, 0.2, 1, 3).firing())
                .extracting(Alert::getSeverity)
                .containsExactly(Severity.INFO);
    }

    @Test
    void scaleWithinTheFactor_oneNarrowLayer_orAResumedRun_isNoFault() {
        assertThat(fed(0, 1, 0.5, 0.1, 0.02, 3).alerts()).isEmpty();
        assertThat(fed(0, 1, 1.1, 1.2, 1.3, 0.001, 3).alerts()).isEmpty();
        assertThat(fed(5000, 1, 0.2, 0.04, 0.01, 3).alerts()).isEmpty();
        assertThat(fed(0, Double.NaN, 0.2, 0, 0.01, 3).alerts()).isEmpty();
    }

    private static TestRun fed(long from, double... deviations) {
        TestRun run = TestRun.of("activation-scale");
        for (long i = from; i < from + 10; i++) {
            run.send(step(i, 2.3, stack(TensorKind.ACTIVATION, deviations)));
        }
        return run;
    }
}
