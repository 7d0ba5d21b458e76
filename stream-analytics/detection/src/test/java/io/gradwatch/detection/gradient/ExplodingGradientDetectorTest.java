package io.gradwatch.detection.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExplodingGradientDetectorTest {

    private final TestRun run = TestRun.of("exploding-gradient");

    @Test
    void normAtTheThresholdForFiveSteps_fires_fourDoNot() {
        steady(50);
        for (int i = 50; i < 54; i++) {
            run.step(i, 3.0, 100.001);
        }
        assertThat(run.alerts()).isEmpty();

        run.step(54, 3.0, 100.001);
        assertThat(run.alerts()).extracting(Alert::getSeverity).containsExactly(Severity.WARNING);
        assertThat(run.alerts().get(0).getOnsetStep()).isEqualTo(50);
    }

    @Test
    void normWithoutTheLoss_mustGrowToTheSquare() {
        steady(50);
        for (int i = 50; i < 70; i++) {
            run.step(i, 1.0, 5000.0);
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void blowUpInTheFirstSteps_isMeasuredAgainstTheFirstStep() {
        for (int i = 0; i < 8; i++) {
            run.step(i, 2 * Math.pow(30, i), 3 * Math.pow(30, i));
        }
        assertThat(run.alerts()).isNotEmpty();
    }

    @Test
    void lossAlone_isEnoughWhereNoNormIsSent() {
        for (int i = 0; i < 20; i++) {
            run.step(i, i < 10 ? 0.14 : 25_000.0 * (i - 9));
        }
        assertThat(run.alerts()).extracting(Alert::getSeverity).containsExactly(Severity.CRITICAL);
        assertThat(run.alerts().get(0).getSummary()).startsWith("The loss was at least ");
    }

    private void steady(int steps) {
        for (int i = 0; i < steps; i++) {
            run.step(i, 1.0, 1.0);
        }
    }

    /** Run in which the failure begins and goes away. */
    static void goldenRun(TestRun run) {
        Random random = new Random(1);
        for (int i = 0; i < 600; i++) {
            double blown = i >= 300 && i < 360 ? Math.exp(Math.min(12, (i - 299) * 0.8)) : 1;
            double noise = Math.exp(0.3 * random.nextGaussian());
            run.step(i, (2 * Math.exp(-i / 100.0) + 0.3) * noise * Math.sqrt(blown), 1.5 * noise * blown);
        }
    }
}
