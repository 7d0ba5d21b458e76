package io.gradwatch.detection.generalisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnderfittingDetectorTest {

    private final TestRun run = TestRun.of("underfitting");
    private final RunStarted started = TestRun.startedOf("digits");

    @Test
    void slowProgress_isNoUnderfitting() {
        started.setGoalError(0.05);
        run.started(started);
        Random random = new Random(3);
        for (int i = 0; i < 5000; i++) {
            run.step(i, (3 / Math.sqrt(1 + i / 20.0) + 0.05) * Math.exp(0.2 * random.nextGaussian()));
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void withoutGoal_orWithALossOfAClassification_nothingIsSaid() {
        feedStuck();
        started.setGoalError(0.01);
        started.setClasses(10);
        run.attempt = 1;
        run.started(started);
        feedStuck();
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void evaluationsOfTheTrainSplit_countMoreThanSteps() {
        started.setGoalError(0.1);
        run.started(started);
        for (int i = 0; i < 100; i++) {
            run.step(i, 0.01).send(TestRun.evaluationOf(i, Split.TRAIN, 0.5));
        }
        assertThat(run.alerts()).extracting(Alert::getSplit).containsExactly("TRAIN");
    }

    private void feedStuck() {
        for (int i = 0; i < 200; i++) {
            run.step(i, 0.9);
        }
    }
}
