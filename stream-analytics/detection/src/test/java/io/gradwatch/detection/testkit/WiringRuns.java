package io.gradwatch.detection.testkit;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.TensorKind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Golden runs of the detectors of wiring. */
final class WiringRuns {

    static final Map<String, Consumer<TestRun>> ALL = Map.of(
            "class-imbalance", WiringRuns::imbalanced,
            "collapsed-predictions", WiringRuns::collapsed,
            "first-loss", WiringRuns::highStart,
            "input-scale", WiringRuns::rawPictures,
            "network-mode", WiringRuns::evaluatedInTrainingMode,
            "silent-broadcast", WiringRuns::broadcast,
            "softmaxed-logits", WiringRuns::softmaxed,
            "uninformative-labels", WiringRuns::memorised);

    private WiringRuns() {}

    private static void imbalanced(TestRun run) {
        Random random = new Random(21);
        for (int i = 0; i < 400; i++) {
            long rare = i >= 200 ? 16 : random.nextInt(50) == 0 ? 1 : 0;
            run.send(Batches.counts(i, List.of(32 - rare, rare), List.of()));
        }
    }

    private static void collapsed(TestRun run) {
        Random random = new Random(22);
        for (int i = 0; i < 800; i++) {
            long zeros = 8 + random.nextInt(16);
            List<Long> predictions = i < 500 ? List.of(0L, 32L) : List.of(zeros, 32 - zeros);
            run.send(Batches.counts(i, List.of(zeros, 32 - zeros), predictions));
        }
    }

    private static void highStart(TestRun run) {
        Random random = new Random(23);
        run.started(Batches.classes(10));
        for (int i = 0; i < 200; i++) {
            run.step(i, 120 * Math.exp(-i / 20.0) + random.nextDouble());
        }
    }

    private static void rawPictures(TestRun run) {
        for (int i = 0; i < 20; i++) {
            run.send(
                    i < 10
                            ? Batches.tensor(i, "pixels", TensorKind.INPUT, 0, 255, 33.3, 78.6)
                            : Batches.tensor(i, "pixels", TensorKind.INPUT, -0.42, 2.8, 0.01, 1.01));
        }
    }

    private static void evaluatedInTrainingMode(TestRun run) {
        for (int i = 0; i < 40; i++) {
            run.step(i, 1.0);
            if (i % 10 == 9) {
                Evaluation evaluation = TestRun.evaluationOf(i, Split.TRAIN_VAL, 1.2);
                evaluation.setTrainingMode(i < 20);
                run.send(evaluation);
            }
        }
    }

    private static void broadcast(TestRun run) {
        for (int i = 0; i < 20; i++) {
            run.send(
                    i < 10
                            ? Batches.shapes(i, List.of(32, 1), List.of(32), 1024L)
                            : Batches.shapes(i, List.of(32), List.of(32), 32L));
        }
    }

    private static void softmaxed(TestRun run) {
        Random random = new Random(24);
        run.started(Batches.classes(10));
        for (int i = 0; i < 600; i++) {
            double accuracy = Math.min(1, 0.1 + i / 200.0 - 0.03 * random.nextDouble());
            double stuck = Math.log(Math.E + 9) - 1 + (1 - accuracy) + 0.02 * random.nextDouble();
            run.send(Batches.accurate(i, i < 500 ? stuck : 0.05, accuracy));
        }
    }

    private static void memorised(TestRun run) {
        Random random = new Random(25);
        run.started(Batches.classes(10));
        for (int i = 0; i < 500; i++) {
            run.step(i, 2.3 * Math.exp(-i / 100.0) * Math.exp(0.1 * random.nextGaussian()));
            if (i % 20 == 19) {
                Evaluation evaluation = TestRun.evaluationOf(i, Split.TRAIN_VAL, 2.3 + i / 100.0);
                evaluation.setMetrics(Map.of("accuracy", 0.09 + 0.02 * random.nextDouble()));
                run.send(evaluation);
            }
        }
        run.end(Outcome.FINISHED);
    }
}
