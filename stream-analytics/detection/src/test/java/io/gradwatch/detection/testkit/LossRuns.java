package io.gradwatch.detection.testkit;

import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Golden runs of the detectors of loss curves. */
final class LossRuns {

    static final Map<String, Consumer<TestRun>> ALL = Map.of(
            "chance-level", LossRuns::chance,
            "diverging-loss", LossRuns::diverging,
            "level-shift", LossRuns::shifted,
            "loss-leap", LossRuns::leap,
            "loss-spike", LossRuns::spike,
            "no-generalisation", LossRuns::learntByHeart,
            "plateau", LossRuns::plateau,
            "runaway-loss", LossRuns::runaway,
            "stalled-loss", LossRuns::stalled,
            "vanished-gradient", LossRuns::vanished);

    private LossRuns() {}

    private static void chance(TestRun run) {
        Random random = new Random(1);
        RunStarted started = TestRun.startedOf("digits");
        started.setClasses(10);
        run.started(started);
        for (int i = 0; i < 12_000; i++) {
            double level = i < 100 ? 2.3026 + 3 * Math.exp(-i / 10.0) : i < 4000 ? 2.3026 : 0.8;
            run.step(i, level + 0.02 * random.nextGaussian());
        }
    }

    private static void diverging(TestRun run) {
        Random random = new Random(2);
        for (int i = 0; i < 3000; i++) {
            double rise = i < 1200 ? 0 : Math.min(1.6, (i - 1200) / 200.0);
            double level = i < 2400 ? learning(i) * Math.exp(rise) : learning(i);
            run.step(i, level * Math.exp(0.05 * random.nextGaussian()));
        }
    }

    private static void runaway(TestRun run) {
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            double level = i >= 40 && i < 50 ? 30 : 0.5 + 2 * Math.exp(-i / 10.0);
            run.step(i, level * Math.exp(0.02 * random.nextGaussian()));
        }
    }

    private static void leap(TestRun run) {
        Random random = new Random(6);
        for (int i = 0; i < 60; i++) {
            double level = i == 40 ? 800 : 0.5 + 2 * Math.exp(-i / 10.0);
            run.step(i, level * Math.exp(0.02 * random.nextGaussian()));
        }
    }

    private static void shifted(TestRun run) {
        Random random = new Random(3);
        for (int i = 0; i < 1200; i++) {
            double factor = i >= 800 && i < 1000 ? 2.4 : 1;
            run.step(i, learning(i) * factor * Math.exp(0.1 * random.nextGaussian()));
        }
    }

    private static void spike(TestRun run) {
        Random random = new Random(4);
        for (int i = 0; i < 600; i++) {
            double factor = i == 400 ? 9 : i == 401 ? 4 : 1;
            run.step(i, learning(i) * factor * Math.exp(0.05 * random.nextGaussian()));
        }
    }

    private static void learntByHeart(TestRun run) {
        Random random = new Random(5);
        for (int epoch = 0; epoch < 20; epoch++) {
            for (int i = 0; i < 20; i++) {
                run.step(epoch * 20L + i, 0.7 * Math.exp(-epoch / 3.0) * Math.exp(0.1 * random.nextGaussian()));
            }
            run.evaluation(epoch * 20L + 19, (epoch < 15 ? 0.85 : 0.4) + 0.01 * random.nextGaussian());
        }
    }

    private static void plateau(TestRun run) {
        Random random = new Random(6);
        for (int i = 0; i < 12_000; i++) {
            run.step(i, (i < 4000 ? 4.0 : 2.0) + 0.1 * random.nextGaussian());
        }
    }

    private static void stalled(TestRun run) {
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            run.step(i, i >= 20 && i < 40 ? 1.234567 : 2 + 0.1 * random.nextGaussian());
        }
    }

    private static void vanished(TestRun run) {
        Random random = new Random(8);
        for (int i = 0; i < 300; i++) {
            double norm = i >= 100 && i < 200 ? 1e-4 : 1;
            Step step = TestRun.stepOf(i, 2.3 + 0.01 * random.nextGaussian(), norm * Math.exp(random.nextGaussian()));
            step.setLearningRate(0.1);
            run.send(step);
        }
    }

    private static double learning(int step) {
        return 2.2 * Math.exp(-step / 150.0) + 0.2;
    }
}
