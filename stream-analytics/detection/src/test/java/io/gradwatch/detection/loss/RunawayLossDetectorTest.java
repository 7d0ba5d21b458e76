package io.gradwatch.detection.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.RunStarted;
import org.junit.jupiter.api.Test;

class RunawayLossDetectorTest {

    private final TestRun run = TestRun.of("runaway-loss");
    private long step;

    @Test
    void lossThatLeapsAndStays_isToldWithinFewRows_fromItsFirst() {
        feed(1.1, 0.9, 0.8, 0.7, 0.65, 0.6, 9, 26, 26, 26);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.firing().get(0).getOnsetStep()).isEqualTo(6);
        assertThat(run.firing().get(0).getSummary())
                .isEqualTo("The loss ran away at step 6: it is 26.0, and was never above 1.10 before.");
    }

    @Test
    void leapAtTheStart_isMeasuredByTheValuesBefore() {
        feed(12.4, 12.4, 44, 48, 47, 46, 45, 44, 43);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void spikeThatPasses_isNone() {
        feed(1.1, 0.9, 0.8, 0.7, 0.65, 0.6, 9, 26, 26, 0.6, 5, 5, 5, 5);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void slowRise_isLeftToOthers() {
        feed(1, 0.5, 0.4, 0.3, 0.3, 0.5, 0.8, 1.2, 1.9, 2.6, 2.8, 2.9);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void lossThatWasZeroOrLess_isNotJudged() {
        feed(1, 0.5, 0.1, -0.2, 0.1, 0.2, 9, 9, 9, 9, 9);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void lossOfAPolicy_isNoError() {
        RunStarted started = TestRun.startedOf("agent");
        started.setObjective("reinforcement");
        run.started(started);
        feed(1.1, 0.9, 0.8, 0.7, 0.65, 0.6, 9, 26, 26, 26, 26);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void validationLossThatRunsAway_isToldOfItsSplit() {
        double[] losses = {1.1, 0.9, 0.8, 0.7, 0.65, 0.6, 9, 26, 26, 26};
        for (int epoch = 0; epoch < losses.length; epoch++) {
            run.evaluation(epoch, losses[epoch]);
        }
        assertThat(run.firing()).extracting(Alert::getSplit).containsExactly("TRAIN_VAL");
        assertThat(run.firing().get(0).getSummary()).startsWith("The validation loss ran away at step 6");
    }

    @Test
    void lossThatIsBack_recovers() {
        feed(1.1, 0.9, 0.8, 0.7, 0.65, 0.6, 9, 26, 26, 26, 1, 1, 1, 1);
        assertThat(run.alerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.RECOVERED);
    }

    private void feed(double... losses) {
        for (double loss : losses) {
            run.step(step++, loss);
        }
    }
}
