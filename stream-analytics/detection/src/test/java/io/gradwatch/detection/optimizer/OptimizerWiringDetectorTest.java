package io.gradwatch.detection.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.OptimizerView;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptimizerWiringDetectorTest {

    @Test
    void gradientsThatStay_fireAtTheFifthSample_andRecoverWhenTheyAreZeroed() {
        TestRun run = TestRun.of("optimizer-wiring");
        feed(run, 0, 4, view(true, 0.4, -0.7));
        assertThat(run.alerts()).isEmpty();
        feed(run, 4, 1, view(true, 0.4, -0.7));
        assertThat(run.firing()).singleElement().satisfies(alert -> {
            assertThat(alert.getSummary()).startsWith("Gradients are not zeroed: at each of the last 5 samples");
            assertThat(cause(alert)).startsWith("Gradients are not zeroed between steps");
            assertThat(alert.getOnsetStep()).isZero();
        });
        feed(run, 5, 1, view(false, 1, -1));
        assertThat(run.alerts().get(run.alerts().size() - 1).getState()).isEqualTo(AlertState.RECOVERED);
    }

    @Test
    void gradientsTurnedRound_andStepsUphill_areAFlippedSign() {
        TestRun turned = TestRun.of("optimizer-wiring");
        feed(turned, 0, 6, view(false, -1, -1));
        assertThat(turned.firing().get(0).getSummary()).contains("the reverse of the gradients");
        TestRun uphill = TestRun.of("optimizer-wiring");
        feed(uphill, 0, 6, view(false, 1, 0.99));
        assertThat(uphill.firing().get(0).getSummary()).contains("Steps go uphill");
        assertThat(cause(uphill.firing().get(0))).startsWith("The sign of the loss or of the gradient is flipped");
    }

    @Test
    void aRightRun_andMuchMomentum_areQuiet() {
        TestRun run = TestRun.of("optimizer-wiring");
        for (int i = 0; i < 60; i++) {
            feed(run, i, 1, view(false, 1, i % 3 == 0 ? 0.4 : -0.8));
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void theOvershootOfMomentum_isQuiet() {
        TestRun run = TestRun.of("optimizer-wiring");
        feed(run, 0, 10, 1.0, view(false, 1, -1));
        for (int i = 10; i < 50; i++) {
            feed(run, i, 1, Math.exp(-0.1 * i), view(false, 1, 0.6));
        }
        assertThat(run.alerts()).isEmpty();
        TestRun seenLate = TestRun.of("optimizer-wiring");
        for (int i = 0; i < 50; i++) {
            feed(seenLate, i, 1, Math.exp(-0.1 * i), view(false, 1, 0.6));
        }
        assertThat(seenLate.alerts()).isEmpty();
    }

    @Test
    void aKind_isToldOnce_andSinceItsFirstBadSample() {
        TestRun run = TestRun.of("optimizer-wiring");
        feed(run, 0, 7, view(false, 1, 0.1));
        feed(run, 7, 30, view(true, 1, 0.1));
        assertThat(run.alerts()).hasSize(1);
        assertThat(run.alerts().get(0).getOnsetStep()).isEqualTo(7);
    }

    @Test
    void signs_areNotJudged_whereAHigherLossMayBeBetter() {
        for (OptimizerView view : List.of(view(false, -1, -1), view(false, 1, 0.99))) {
            RunStarted gan = TestRun.startedOf("run");
            gan.setObjective("gan");
            TestRun run = TestRun.of("optimizer-wiring").started(gan);
            feed(run, 0, 20, view);
            assertThat(run.alerts()).isEmpty();
        }
        RunStarted gan = TestRun.startedOf("run");
        gan.setObjective("gan");
        gan.setHyperparameters(Map.of("loss", "MSELoss"));
        assertThat(negative(gan).alerts()).isEmpty();
    }

    @Test
    void aLossOfClassesBelowZero_hasSeveralCauses() {
        RunStarted classes = TestRun.startedOf("run");
        classes.setObjective("classification");
        TestRun softmaxed = TestRun.of("optimizer-wiring").started(classes);
        for (int i = 0; i < 10; i++) {
            softmaxed.step(i, -0.5);
        }
        assertThat(softmaxed.firing()).singleElement().satisfies(alert -> {
            assertThat(alert.getSeverity()).isEqualTo(Severity.WARNING);
            assertThat(alert.getCauses()).hasSize(4);
            assertThat(cause(alert)).startsWith("The loss gets the wrong input");
        });
        assertThat(negative(classes).firing().get(0).getSeverity()).isEqualTo(Severity.WARNING);
        RunStarted named = TestRun.startedOf("run");
        named.setHyperparameters(Map.of("criterion", "CrossEntropyLoss"));
        assertThat(negative(named).firing().get(0).getSeverity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void aMeanOfSquaresBelowZero_isAProof_aLikelihoodBelowZeroIsNot() {
        RunStarted named = TestRun.startedOf("run");
        named.setHyperparameters(Map.of("loss", "MSELoss"));
        assertThat(negative(named).firing().get(0).getSummary()).contains("cannot be below zero");
        RunStarted likelihood = TestRun.startedOf("run");
        likelihood.setObjective("regression");
        likelihood.setHyperparameters(Map.of("loss", "GaussianNLLLoss"));
        assertThat(negative(likelihood).alerts()).isEmpty();
        assertThat(negative(TestRun.startedOf("run")).alerts()).isEmpty();
    }

    private static TestRun negative(RunStarted started) {
        TestRun run = TestRun.of("optimizer-wiring").started(started);
        for (int i = 0; i < 10; i++) {
            run.step(i, -1.0 - i);
        }
        return run;
    }

    private static void feed(TestRun run, int from, int count, OptimizerView view) {
        feed(run, from, count, 1.0, view);
    }

    private static void feed(TestRun run, int from, int count, double loss, OptimizerView view) {
        for (int i = from; i < from + count; i++) {
            Step step = TestRun.stepOf(i, loss, 1.0);
            step.setOptimizer(view);
            step.setTensors(List.of(new TensorStatistics(
                    "0.weight", TensorKind.GRADIENT, 10L, -1.0, 1.0, 0.0, 1.0, 3.0, 0L, 0L, 0L, null, null)));
            run.send(step);
        }
    }

    private static OptimizerView view(boolean kept, double agreement, double ascent) {
        return OptimizerView.newBuilder()
                .setParameters(4)
                .setGradientsKept(kept)
                .setGradientAgreement(agreement)
                .setAscent(ascent)
                .build();
    }

    private static String cause(Alert alert) {
        return alert.getCauses().get(0).getText();
    }
}
