package io.gradwatch.detection.testkit;

import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Golden runs of the detectors that compare: splits with each other, a run with a goal, a reference or zero. */
public final class ComparedRuns {

    static final Map<String, Consumer<TestRun>> ALL = Map.of(
            "distribution-shift", ComparedRuns::shift,
            "grokking", ComparedRuns::grokking,
            "overused-validation", ComparedRuns::overuse,
            "reference-gap", ComparedRuns::behindReferences,
            "single-batch", ComparedRuns::singleBatch,
            "underfitting", ComparedRuns::underfitting,
            "validation-better-than-training", ComparedRuns::validationBetter);

    private ComparedRuns() {}

    static void shift(TestRun run) {
        Random random = new Random(21);
        for (int i = 1; i <= 40; i++) {
            double shift = i >= 10 && i < 30 ? 0.10 : 0.005;
            run.send(accuracy(i * 100L, Split.TRAIN_VAL, 0.95 + 0.003 * random.nextGaussian()));
            Evaluation testVal = accuracy(i * 100L, Split.TEST_VAL, 0.95 - shift + 0.003 * random.nextGaussian());
            run.send(testVal);
        }
    }

    static void overuse(TestRun run) {
        run.send(accuracy(100, Split.TEST_VAL, 0.95)).send(accuracy(100, Split.TEST, 0.85));
        run.send(accuracy(200, Split.TEST_VAL, 0.95)).send(accuracy(200, Split.TEST, 0.86));
        for (int i = 3; i < 12; i++) {
            run.send(accuracy(i * 100L, Split.TEST_VAL, 0.95)).send(accuracy(i * 100L, Split.TEST, 0.945));
        }
    }

    static void underfitting(TestRun run) {
        Random random = new Random(22);
        RunStarted started = TestRun.startedOf("digits");
        started.setGoalError(0.02);
        started.setHyperparameters(Map.of("dropout", "0.5"));
        run.started(started);
        for (int i = 0; i < 600; i++) {
            double error = i < 400 ? 0.3 + 0.6 * Math.exp(-i / 30.0) : 0.3 * Math.exp(-(i - 400) / 30.0);
            var step = TestRun.stepOf(i, null, null);
            step.setMetrics(Map.of("accuracy", 1 - error * Math.exp(0.1 * random.nextGaussian())));
            run.send(step);
        }
    }

    static void validationBetter(TestRun run) {
        for (int epoch = 0; epoch < 60; epoch++) {
            double loss = 2 * Math.exp(-epoch / 10.0) + 0.5;
            run.step(epoch, loss).evaluation(epoch, epoch < 30 ? 0.6 * loss : 1.2 * loss);
        }
    }

    static void grokking(TestRun run) {
        RunStarted started = TestRun.startedOf("modular addition");
        started.setHyperparameters(Map.of("weight_decay", "1.0"));
        run.started(started);
        for (int i = 1; i <= 100; i++) {
            var step = TestRun.stepOf(i * 100L, null, null);
            step.setMetrics(Map.of("accuracy", Math.min(1, i / 4.0)));
            run.send(step).send(accuracy(i * 100L, Split.TRAIN_VAL, i < 60 ? 0.01 : Math.min(0.99, (i - 58) / 10.0)));
        }
        run.end(Outcome.FINISHED);
    }

    static void singleBatch(TestRun run) {
        RunStarted started = TestRun.startedOf("digits");
        started.setSingleBatch(true);
        run.started(started);
        for (int i = 0; i < 600; i++) {
            run.step(i, i < 300 ? 2.3 + 0.01 * Math.cos(i) : 2.3 * Math.exp(-(i - 300) / 20.0));
        }
        run.end(Outcome.FINISHED);
    }

    static void behindReferences(TestRun run) {
        RunStarted started = TestRun.startedOf("digits");
        List<ReferenceCurve> references = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            references.add(curve("run-" + i, CurveSignal.TRAINING_LOSS, 1 + 0.03 * i));
        }
        started.setReferences(references);
        run.started(started);
        for (int i = 1; i <= 60; i++) {
            run.step(i, loss(i) * (i >= 20 && i < 40 ? 1.5 : 1.02));
        }
    }

    /** A curve of sixty steps that falls like that of {@link #behindReferences}. */
    public static ReferenceCurve curve(String name, CurveSignal signal, double factor) {
        List<Double> at = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            at.add((double) i);
            values.add(factor * loss(i));
        }
        return new ReferenceCurve(name, signal, CurveAxis.STEP, at, values);
    }

    /** The loss that the references have. */
    public static double loss(int step) {
        return 2 * Math.exp(-step / 15.0) + 0.4;
    }

    /** An evaluation with nothing but an accuracy. */
    public static Evaluation accuracy(long step, Split split, double accuracy) {
        Evaluation evaluation = TestRun.evaluationOf(step, split, null);
        evaluation.setMetrics(Map.of("accuracy", accuracy));
        return evaluation;
    }

    /** The lecture's error analysis of a split. */
    public static List<ErrorType> errorTypes(Split split) {
        return List.of(
                new ErrorType("hard-to-see pedestrians", 0.001),
                new ErrorType("reflections", 0.003),
                new ErrorType("night scenes", split == Split.TEST_VAL ? 0.01 : 0.001));
    }
}
