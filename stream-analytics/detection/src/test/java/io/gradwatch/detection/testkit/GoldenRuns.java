package io.gradwatch.detection.testkit;

import static org.assertj.core.api.Assertions.fail;

import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * For each detector a seeded run in which its failure begins and, where it can, goes away. What the detector says is in
 * {@code runs/<id>.alerts.txt}; {@code -Dgolden.update=true} writes it anew.
 */
public final class GoldenRuns {

    private static final Map<String, Consumer<TestRun>> RUNS = new HashMap<>(Map.of(
            "exploding-gradient", GoldenRuns::exploding,
            "failed-run", GoldenRuns::failed,
            "non-finite", GoldenRuns::nonFinite,
            "oscillating-error", GoldenRuns::oscillating,
            "silent-run", GoldenRuns::silent,
            "train-validation-gap", GoldenRuns::overfitting));

    static {
        RUNS.putAll(LossRuns.ALL);
        RUNS.putAll(TensorRuns.ALL);
        RUNS.putAll(ComparedRuns.ALL);
        RUNS.putAll(WiringRuns.ALL);
        RUNS.putAll(ProgressRuns.ALL);
        RUNS.putAll(JudgedRuns.ALL);
    }

    private GoldenRuns() {}

    /** The run of a detector. */
    public static Consumer<TestRun> of(String detectorId) {
        return RUNS.getOrDefault(
                detectorId, run -> fail("add a golden run for %s to %s", detectorId, GoldenRuns.class.getSimpleName()));
    }

    private static void exploding(TestRun run) {
        Random random = new Random(1);
        for (int i = 0; i < 600; i++) {
            double blown = i >= 300 && i < 360 ? Math.exp(Math.min(12, (i - 299) * 0.8)) : 1;
            double noise = Math.exp(0.3 * random.nextGaussian());
            run.step(i, (2 * Math.exp(-i / 100.0) + 0.3) * noise * Math.sqrt(blown), 1.5 * noise * blown);
        }
    }

    private static void failed(TestRun run) {
        run.started(TestRun.startedOf("digits"));
        for (int i = 0; i < 20; i++) {
            run.step(i, 1.0);
        }
        run.send(new RunEnded(Outcome.FAILED, "java.lang.IllegalArgumentException", "shapes (8, 1) and (8)", 19L, 0L));
        run.attempt = 1;
        run.session = 2;
        run.step(0, 1.0);
    }

    private static void nonFinite(TestRun run) {
        RunStarted started = TestRun.startedOf("digits");
        started.setLayers(List.of(
                new io.gradwatch.schema.Layer("conv1", "Conv2d", 100L, ""),
                new io.gradwatch.schema.Layer("fc", "Linear", 100L, "")));
        run.started(started);
        for (int i = 0; i < 80; i++) {
            boolean bad = i >= 40 && i < 50;
            var step = TestRun.stepOf(i, bad ? Double.NaN : 1.0, bad ? Double.NaN : 2.0);
            if (bad) {
                step.setTensors(List.of(
                        tensor("fc", TensorKind.ACTIVATION, 10), tensor("conv1.weight", TensorKind.PARAMETER, 3)));
            }
            run.send(step);
        }
    }

    private static void oscillating(TestRun run) {
        Random random = new Random(2);
        for (int i = 0; i < 1200; i++) {
            double swing = i >= 60 && i < 300 && i % 8 < 2 ? 6 : 0.15;
            run.step(i, (i < 60 ? 2.3 : swing) * Math.exp(0.1 * random.nextGaussian()));
        }
    }

    private static void silent(TestRun run) {
        run.timeMillis = 1_000_000;
        RunStarted started = TestRun.startedOf("digits");
        started.setHeartbeatIntervalMillis(2000);
        run.started(started);
        for (int i = 0; i < 100; i++) {
            run.pass(500).step(i, 1.0);
        }
        run.pass(60_000).step(100, 1.0).pass(1000).end(Outcome.FINISHED).pass(600_000);
    }

    private static void overfitting(TestRun run) {
        Random random = new Random(3);
        for (int epoch = 0; epoch < 60; epoch++) {
            double rise = epoch < 10 ? 0 : epoch < 40 ? 0.03 * (epoch - 10) : 0;
            for (int i = 0; i < 10; i++) {
                run.step(epoch * 10L + i, (2 * Math.exp(-epoch / 8.0) + 0.01) * Math.exp(0.2 * random.nextGaussian()));
            }
            double validation = 2 * Math.exp(-Math.min(epoch, 10) / 4.0) + 0.5;
            run.evaluation(epoch * 10L + 9, validation * Math.exp(rise + 0.01 * random.nextGaussian()));
        }
    }

    private static TensorStatistics tensor(String layer, TensorKind kind, long nans) {
        return TensorStatistics.newBuilder()
                .setLayer(layer)
                .setKind(kind)
                .setElements(100)
                .setMinimum(-1)
                .setMaximum(1)
                .setMean(0)
                .setStandardDeviation(1)
                .setL2Norm(10)
                .setNanCount(nans)
                .build();
    }
}
