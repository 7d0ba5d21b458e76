package io.gradwatch.detection.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.Batches;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import org.junit.jupiter.api.Test;

class FirstLossDetectorTest {

    private final TestRun run = TestRun.of("first-loss");

    @Test
    void twiceTheLogarithmOfTheClasses_isInfo_justBelowIsNot() {
        run.started(Batches.classes(10));
        losses(5, 2 * Math.log(10));
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.INFO);

        TestRun usual = TestRun.of("first-loss").started(Batches.classes(10));
        for (int i = 0; i < 50; i++) {
            usual.step(i, 1.9 * Math.log(10));
        }
        assertThat(usual.alerts()).isEmpty();
    }

    @Test
    void farAboveForTwentySteps_isAWarning_aStartThatFallsIsNot() {
        run.started(Batches.classes(10));
        losses(20, 50);
        assertThat(run.alerts())
                .extracting(alert -> alert.getSeverity())
                .containsExactly(Severity.INFO, Severity.WARNING);

        TestRun falling = TestRun.of("first-loss").started(Batches.classes(10));
        for (int i = 0; i < 50; i++) {
            falling.step(i, 50 * Math.exp(-i / 3.0) + 1);
        }
        assertThat(falling.firing()).hasSize(1);
        assertThat(falling.alerts()).hasSize(2);
    }

    @Test
    void firstUpdateThatBlowsUp_isNoStart() {
        run.started(Batches.classes(10));
        run.step(0, 2.3);
        losses(5, 489);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void lossSummedOverTheBatch_isTheFirstCauseNamed() {
        run.started(Batches.classes(10));
        for (int i = 0; i < 3; i++) {
            Step step = TestRun.stepOf(i, 64 * 2.3, null);
            step.setBatchSize(64);
            run.send(step);
        }
        assertThat(run.alerts().get(0).getCauses().get(0).getText()).contains("sum over examples");
    }

    @Test
    void lossFarBelow_isInfo_andARemarkThatEnds() {
        run.started(Batches.classes(1000));
        losses(600, 0.5);
        assertThat(run.alerts()).hasSize(2);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.INFO);
    }

    @Test
    void runSeenLater_otherObjectives_andNoDeclaration_areNotJudged() {
        losses(10, 100);
        RunStarted detection = Batches.classes(80);
        detection.setObjective("detection");
        TestRun boxes = TestRun.of("first-loss").started(detection);
        TestRun resumed = TestRun.of("first-loss").started(Batches.classes(1000));
        for (int i = 0; i < 50; i++) {
            boxes.step(i, 100);
            resumed.step(5000 + i, 0.5);
        }
        assertThat(run.alerts()).isEmpty();
        assertThat(boxes.alerts()).isEmpty();
        assertThat(resumed.alerts()).isEmpty();
    }

    @Test
    void declaredBaseline_standsInForClasses_butNotBelow() {
        RunStarted regression = TestRun.startedOf("houses");
        regression.setObjective("regression");
        regression.setBaselineLoss(1.0);
        run.started(regression);
        losses(3, 40);
        assertThat(run.firing()).hasSize(1);

        TestRun low = TestRun.of("first-loss").started(regression);
        for (int i = 0; i < 50; i++) {
            low.step(i, 0.1);
        }
        assertThat(low.alerts()).isEmpty();
    }

    private void losses(int times, double loss) {
        for (int i = 0; i < times; i++) {
            run.step(run.state.lastStep + 1, loss);
        }
    }
}
