package io.gradwatch.detection.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.RunStarted;
import org.junit.jupiter.api.Test;

class LossLeapDetectorTest {

    private final TestRun run = TestRun.of("loss-leap");
    private long step;

    @Test
    void oneValueFarAboveAllBefore_isToldAtOnce_andRecovers() {
        feed(0.15, 0.06, 0.061, 0.059, 0.06, 125.8, 0.06, 0.06, 0.06, 0.06);
        assertThat(run.alerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.RECOVERED);
        assertThat(run.firing().get(0).getSummary())
                .isEqualTo("The loss leaps to 126 at step 5, and was never larger than 0.150 before.");
    }

    @Test
    void negativeLoss_isMeasuredByItsSize() {
        feed(-4.1, -4.5, -4.4, -4.3, 4191, -2.4);
        assertThat(run.firing()).extracting(Alert::getOnsetStep).containsExactly(4L);
    }

    @Test
    void leapBelowTheHighestValueBefore_isNone() {
        feed(30, 3, 0.3, 0.03, 0.03, 29, 0.03);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void lossThatWasAlwaysZero_isNoMeasure() {
        feed(0, 0, 0, 0, 0, 0.5, 0.4, 0.3);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void fewValuesBefore_areNoMeasure() {
        feed(0.1, 0.1, 0.1, 40, 40, 40);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void validationLoss_isToldOfItsSplit() {
        double[] losses = {1.1, 0.9, 0.8, 0.7, 0.65, 80};
        for (int epoch = 0; epoch < losses.length; epoch++) {
            run.evaluation(epoch, losses[epoch]);
        }
        assertThat(run.firing()).extracting(Alert::getSplit).containsExactly("TRAIN_VAL");
    }

    @Test
    void lossOfAPolicy_isNoError() {
        RunStarted started = TestRun.startedOf("agent");
        started.setObjective("reinforcement");
        run.started(started);
        feed(1.1, 0.9, 0.8, 0.7, 0.65, 90);
        assertThat(run.alerts()).isEmpty();
    }

    private void feed(double... losses) {
        for (double loss : losses) {
            run.step(step++, loss);
        }
    }
}
