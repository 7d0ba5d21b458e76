package io.gradwatch.detection.optimizer;

import static io.gradwatch.detection.testkit.TensorRuns.updateStep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class UpdateRatioDetectorTest {

    @Test
    void ratiosAtTheBounds_fire_withinThemNot() {
        assertThat(fed(0.01, i -> 0.1).firing())
                .extracting(Alert::getAlertClass)
                .containsExactly("diverging");
        assertThat(fed(0.01, i -> 1e-5).firing())
                .extracting(Alert::getAlertClass)
                .containsExactly("plateau");
        assertThat(fed(0.01, i -> 0.099).alerts()).isEmpty();
        assertThat(fed(0.01, i -> 1.1e-5).alerts()).isEmpty();
    }

    @Test
    void severity_isInfo_unlessTheLossAgrees() {
        assertThat(fed(0.01, i -> 1e-7).firing()).extracting(Alert::getSeverity).containsExactly(Severity.INFO);
        assertThat(fed(0, i -> 1e-7).firing()).extracting(Alert::getSeverity).containsExactly(Severity.WARNING);
        assertThat(fed(-0.02, i -> 0.5).firing()).extracting(Alert::getSeverity).contains(Severity.WARNING);
    }

    @Test
    void endOfASchedule_orSingleLargeUpdates_areHealthy() {
        assertThat(fed(0.01, i -> 1e-3 * Math.pow(10, -i / 100.0)).alerts()).isEmpty();
        assertThat(fed(0.01, i -> i % 3 == 0 ? 5 : 1e-3).alerts()).isEmpty();
        assertThat(fed(0, i -> Double.NaN).alerts()).isEmpty();
    }

    private static TestRun fed(double fall, IntToDoubleFunction ratio) {
        TestRun run = TestRun.of("update-ratio");
        for (int i = 0; i < 600; i++) {
            run.send(updateStep(i, 2 * Math.exp(-fall * i), ratio.applyAsDouble(i)));
        }
        return run;
    }
}
