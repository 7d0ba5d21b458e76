package io.gradwatch.detection.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Seeded runs in which nothing is wrong, of several shapes. */
public final class HealthyRuns {

    private HealthyRuns() {}

    /** By name: what feeds the run. */
    public static Map<String, Consumer<TestRun>> all() {
        Map<String, Consumer<TestRun>> runs = new LinkedHashMap<>();
        runs.put("noisy classification", run -> classification(run, 2000, 0.3));
        runs.put("very noisy classification", run -> classification(run, 4000, 0.5));
        runs.put("three steps", run -> classification(run, 3, 0.3));
        runs.put("warm-up only", run -> classification(run, 20, 0.3));
        runs.put("twelve rows, one an epoch", run -> epochs(run, 12, 0.03));
        runs.put("sixty rows, one an epoch", run -> epochs(run, 60, 0.03));
        runs.put("rewards of reinforcement learning", HealthyRuns::reinforcement);
        runs.put("gan", HealthyRuns::gan);
        runs.put("gradients that start small", HealthyRuns::smallStart);
        runs.put("single gradient spikes", HealthyRuns::spikes);
        runs.put("converged to zero", HealthyRuns::converged);
        runs.put("loss scaler", HealthyRuns::lossScaler);
        return runs;
    }

    private static void classification(TestRun run, int steps, double noise) {
        Random random = new Random(11);
        for (int i = 0; i < steps; i++) {
            run.timeMillis += 50 + random.nextInt(100);
            double level = 3 * Math.exp(-5.0 * i / steps) + 0.4;
            run.step(i, level * lognormal(random, noise), (1 + level) * lognormal(random, noise));
            if (i % 50 == 49) {
                run.evaluation(i, (level + 0.1) * lognormal(random, 0.02));
            }
        }
    }

    private static void epochs(TestRun run, int epochs, double noise) {
        Random random = new Random(12);
        for (int i = 0; i < epochs; i++) {
            run.timeMillis += 60_000;
            double level = 2.3 * Math.exp(-6.0 * i / epochs);
            run.step(i, (level + 0.05) * lognormal(random, noise));
            run.evaluation(i, (level + 0.3) * lognormal(random, noise));
        }
    }

    private static void reinforcement(TestRun run) {
        Random random = new Random(13);
        double wander = 0;
        for (int i = 0; i < 3000; i++) {
            run.timeMillis += 100;
            wander = 0.995 * wander + 0.04 * random.nextGaussian();
            run.step(i, Math.exp(wander) * lognormal(random, 0.3) - 0.8, Math.exp(wander) * lognormal(random, 0.5));
        }
    }

    private static void gan(TestRun run) {
        Random random = new Random(14);
        double wander = 0;
        for (int i = 0; i < 3000; i++) {
            run.timeMillis += 100;
            wander = 0.98 * wander + 0.05 * random.nextGaussian();
            run.step(i, 0.693 * Math.exp(wander) * lognormal(random, 0.4), lognormal(random, 0.5));
        }
    }

    private static void smallStart(TestRun run) {
        Random random = new Random(15);
        for (int i = 0; i < 2000; i++) {
            run.timeMillis += 100;
            double loss = 4 * Math.exp(-Math.max(0, i - 100) / 400.0) + 0.5;
            run.step(i, loss * lognormal(random, 0.2), 0.01 * Math.exp(Math.min(6, i / 20.0)) * lognormal(random, 0.4));
        }
    }

    private static void spikes(TestRun run) {
        Random random = new Random(16);
        for (int i = 0; i < 3000; i++) {
            run.timeMillis += 100;
            boolean spike = random.nextInt(100) == 0;
            double loss = 3 * Math.exp(-i / 800.0) + 1;
            run.step(i, loss * lognormal(random, 0.2) * (spike ? 1.5 : 1), lognormal(random, 0.3) * (spike ? 1000 : 1));
        }
    }

    private static void converged(TestRun run) {
        Random random = new Random(17);
        for (int i = 0; i < 4000; i++) {
            run.timeMillis += 100;
            double loss = 2.3 * Math.exp(-i / 200.0) + 1e-7 * lognormal(random, 1.5);
            run.step(i, loss, 5 * loss);
        }
    }

    private static void lossScaler(TestRun run) {
        Random random = new Random(18);
        double scale = 65_536;
        for (int i = 0; i < 500; i++) {
            run.timeMillis += 100;
            boolean overflow = i < 8 || i % 100 == 0;
            scale = overflow ? scale / 2 : scale;
            var step = TestRun.stepOf(i, 2 * lognormal(random, 0.1), overflow ? Double.POSITIVE_INFINITY : 1.0);
            step.setLossScale(scale);
            step.setSkippedByLossScaler(overflow && i % 200 != 0);
            run.send(step);
        }
    }

    private static double lognormal(Random random, double deviation) {
        return Math.exp(deviation * random.nextGaussian());
    }
}
