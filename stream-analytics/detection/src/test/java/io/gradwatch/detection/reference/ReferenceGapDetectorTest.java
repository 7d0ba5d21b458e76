package io.gradwatch.detection.reference;

import static io.gradwatch.detection.testkit.ComparedRuns.accuracy;
import static io.gradwatch.detection.testkit.ComparedRuns.curve;
import static io.gradwatch.detection.testkit.ComparedRuns.loss;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReferenceGapDetectorTest {

    private final TestRun run = TestRun.of("reference-gap");
    private final RunStarted started = TestRun.startedOf("digits");

    @Test
    void betterThanAllReferences_isNothing() {
        started.setReferences(List.of(curve("a", CurveSignal.TRAINING_LOSS, 1)));
        run.started(started);
        for (int i = 1; i <= 60; i++) {
            run.step(i, 0.3 * loss(i));
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void singleReference_grantsNoiseAndALag() {
        started.setReferences(List.of(curve("a", CurveSignal.TRAINING_LOSS, 1)));
        run.started(started);
        Random random = new Random(4);
        for (int i = 1; i <= 60; i++) {
            run.step(i, loss((int) (0.85 * i)) * Math.exp(0.1 * random.nextGaussian()));
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void thirdPointInARow_fires_sinceTheFirst() {
        started.setReferences(List.of(curve("a", CurveSignal.VALIDATION_LOSS, 1)));
        run.started(started);
        for (int i = 1; i <= 12; i++) {
            run.evaluation(i, loss(i) * (i >= 10 ? 3 : 1));
        }
        assertThat(run.alerts()).extracting(Alert::getOnsetStep).containsExactly(10L);
        assertThat(run.alerts().get(0).getSummary()).contains("'a'");
    }

    @Test
    void accuracy_isWorseBelow_atEqualEpoch() {
        started.setReferences(List.of(new ReferenceCurve(
                "paper", CurveSignal.VALIDATION_ACCURACY, CurveAxis.EPOCH, List.of(0.0, 10.0), List.of(0.9, 0.9))));
        run.started(started);
        for (int i = 1; i <= 10; i++) {
            var evaluation = accuracy(i * 1000L, Split.TRAIN_VAL, 0.5);
            evaluation.setEpoch((double) i);
            run.send(evaluation);
        }
        assertThat(run.firing()).hasSize(1);
    }

    @Test
    void level_isComparedAtTheEnd() {
        started.setReferences(List.of(new ReferenceCurve(
                "paper", CurveSignal.VALIDATION_ACCURACY, CurveAxis.UNKNOWN, List.of(), List.of(0.95))));
        run.started(started);
        for (int i = 1; i <= 5; i++) {
            run.send(accuracy(i, Split.TRAIN_VAL, 0.7));
        }
        assertThat(run.alerts()).isEmpty();
        run.end(Outcome.FINISHED);
        assertThat(run.alerts()).extracting(Alert::getSummary).allMatch(says -> says.contains("'paper'"));
        assertThat(run.alerts()).hasSize(1);
    }

    @Test
    void lossOfTheSimpleBaseline_isLearningNothing() {
        started.setBaselineLoss(2.3);
        run.started(started);
        Random random = new Random(5);
        for (int i = 0; i < 400; i++) {
            run.step(i, 2.3 + 0.05 * random.nextGaussian());
        }
        assertThat(run.alerts()).extracting(Alert::getSummary).allMatch(says -> says.contains("learns nothing"));
        assertThat(run.alerts()).hasSize(1);
    }

    @Test
    void damagedCurves_areLeftOut() {
        started.setReferences(List.of(
                new ReferenceCurve("short", CurveSignal.TRAINING_LOSS, CurveAxis.STEP, List.of(1.0, 2.0), List.of(1.0)),
                new ReferenceCurve("none", CurveSignal.TRAINING_LOSS, CurveAxis.STEP, List.of(), List.of()),
                new ReferenceCurve(
                        "nan",
                        CurveSignal.TRAINING_LOSS,
                        CurveAxis.STEP,
                        List.of(0.0, 90.0),
                        List.of(1.0, Double.NaN))));
        run.started(started);
        for (int i = 0; i < 60; i++) {
            run.step(i, 100.0);
        }
        assertThat(run.alerts()).isEmpty();
    }
}
