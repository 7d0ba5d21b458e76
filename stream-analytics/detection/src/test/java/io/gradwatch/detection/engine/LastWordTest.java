package io.gradwatch.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Outcome;
import org.junit.jupiter.api.Test;

/** A run that ends after few looks is judged once more: no look follows that could err. */
class LastWordTest {

    /** Judges that know nothing find a fault as likely as none; the last word makes more of it. */
    private final TestRun run = TestRun.ofAllJudgedBy(Judges.withBar(0.8));

    @Test
    void shortRunThatFinished_isToldAtItsEnd() {
        feed(20);
        assertThat(run.firing()).isEmpty();

        run.end(Outcome.FINISHED);

        assertThat(run.firing()).extracting(Alert::getDetector).containsExactly("standstill");
    }

    @Test
    void endOfItsLog_isThatOfTheRun() {
        feed(20);

        run.endOfLog();

        assertThat(run.firing()).extracting(Alert::getDetector).containsExactly("standstill");
    }

    @Test
    void runThatSomebodyStopped_isNot() {
        feed(20);
        run.end(Outcome.STOPPED);
        assertThat(run.firing()).isEmpty();
    }

    @Test
    void longRun_hadItsChances() {
        feed(400);
        run.end(Outcome.FINISHED);
        assertThat(run.firing()).isEmpty();
    }

    @Test
    void runOfThreeValues_isTooShort() {
        feed(3);
        run.end(Outcome.FINISHED);
        assertThat(run.firing()).isEmpty();
    }

    private void feed(int steps) {
        for (int step = 0; step < steps; step++) {
            run.step(step, 2.3 + 0.01 * Math.sin(step * step));
        }
    }
}
