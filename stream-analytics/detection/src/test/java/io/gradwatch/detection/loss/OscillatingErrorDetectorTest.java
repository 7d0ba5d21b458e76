package io.gradwatch.detection.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.RunStarted;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OscillatingErrorDetectorTest {

    @Test
    void noiseThatGrows_isNotOscillating() {
        TestRun run = TestRun.of("oscillating-error");
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            run.step(i, (2 * Math.exp(-i / 300.0) + 0.3) * Math.exp((0.1 + i / 6000.0) * random.nextGaussian()));
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void causes_nameTheLearningRateFirst_whereSwingsGoFarAboveTheStart() {
        TestRun far = swinging(TestRun.of("oscillating-error"), 30, 1000);
        TestRun near = swinging(TestRun.of("oscillating-error"), 3, 1000);

        assertThat(far.alerts().get(0).getCauses().get(0).getText()).isEqualTo("The learning rate is too high.");
        assertThat(near.alerts().get(0).getCauses().get(0).getText()).startsWith("Data or labels are corrupted");
    }

    @Test
    void lengthOfTheRun_doesNotMatter_whereSwingsAreRare() {
        TestRun run = TestRun.of("oscillating-error");
        for (int i = 0; i < 100_000; i++) {
            run.step(i, i % 100 == 50 ? 3 : i < 5 ? 2 : 0.2);
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void adversarialObjectives_areNotJudged() {
        TestRun run = TestRun.of("oscillating-error");
        RunStarted started = TestRun.startedOf("faces");
        started.setObjective("gan");
        assertThat(swinging(run.started(started), 3, 1000).alerts()).isEmpty();
    }

    @Test
    void validationThatSwings_firesToo() {
        TestRun run = TestRun.of("oscillating-error");
        for (int i = 0; i < 60; i++) {
            run.evaluation(i, i < 5 ? 2 : i % 2 == 0 ? 6 : 0.1);
        }
        assertThat(run.alerts()).hasSize(1);
        assertThat(run.alerts().get(0).getSummary()).startsWith("The validation error swings");
    }

    private static TestRun swinging(TestRun run, double top, int steps) {
        for (int i = 0; i < steps; i++) {
            run.step(i, i < 5 ? 2 : i % 6 == 0 ? top : 0.1);
        }
        return run;
    }

    /** Run in which the failure begins and goes away. */
    static void goldenRun(TestRun run) {
        Random random = new Random(2);
        for (int i = 0; i < 1200; i++) {
            double swing = i >= 60 && i < 300 && i % 8 < 2 ? 6 : 0.15;
            run.step(i, (i < 60 ? 2.3 : swing) * Math.exp(0.1 * random.nextGaussian()));
        }
    }
}
