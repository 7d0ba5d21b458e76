package io.gradwatch.detection.testkit;

import io.gradwatch.schema.OptimizerView;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tensors for tests, and the golden runs of the detectors that look at tensors and at the optimizer. */
public final class TensorRuns {

    /** By id of the detector. */
    static final Map<String, Consumer<TestRun>> ALL = Map.ofEntries(
            Map.entry("activation-scale", TensorRuns::activationScale),
            Map.entry("dead-layer", TensorRuns::dead),
            Map.entry("frozen-layer", TensorRuns::frozen),
            Map.entry("learning-rate", TensorRuns::learningRate),
            Map.entry("loss-scale-overflow", TensorRuns::overflowStorm),
            Map.entry("optimizer-wiring", TensorRuns::gradientsKept),
            Map.entry("sane-defaults", TensorRuns::departures),
            Map.entry("update-ratio", TensorRuns::updateRatio),
            Map.entry("saturated-layer", TensorRuns::saturated),
            Map.entry("vanishing-gradient", TensorRuns::vanishing));

    private TensorRuns() {}

    /** A tensor of 1,000 elements of which nothing but norm and deviation are told. */
    public static TensorStatistics tensor(String layer, TensorKind kind, double deviation) {
        return TensorStatistics.newBuilder()
                .setLayer(layer)
                .setKind(kind)
                .setElements(1000)
                .setMinimum(-1)
                .setMaximum(1)
                .setMean(0.1)
                .setStandardDeviation(deviation)
                .setL2Norm(deviation * Math.sqrt(1000))
                .build();
    }

    /** Gradients are not zeroed from step 20 on, and are again from step 40 on. */
    private static void gradientsKept(TestRun run) {
        for (int i = 0; i < 60; i++) {
            Step step = step(i, 2 - 0.01 * i, tensor("0.weight", TensorKind.GRADIENT, 0.1));
            boolean kept = i >= 20 && i < 40;
            step.setOptimizer(OptimizerView.newBuilder()
                    .setParameters(4)
                    .setGradientsKept(kept)
                    .setGradientAgreement(kept ? 0.4 : 1.0)
                    .setAscent(-0.9)
                    .build());
            run.send(step);
        }
    }

    /** An activation with a share of zeros. */
    public static TensorStatistics withZeros(String layer, double share) {
        TensorStatistics activation = tensor(layer, TensorKind.ACTIVATION, 0.5);
        activation.setZeroCount(Math.round(1000 * share));
        return activation;
    }

    /** An activation with a share of saturated values. */
    public static TensorStatistics withSaturated(String layer, double share) {
        TensorStatistics activation = tensor(layer, TensorKind.ACTIVATION, 0.5);
        activation.setSaturatedCount(Math.round(1000 * share));
        return activation;
    }

    /** A step with tensors. */
    public static Step step(long step, double loss, TensorStatistics... tensors) {
        Step made = TestRun.stepOf(step, loss, null);
        made.setTensors(List.of(tensors));
        return made;
    }

    /** A tensor for each deviation, in the order of the layers {@code layer0}, {@code layer1}, ... */
    public static TensorStatistics[] stack(TensorKind kind, double... deviations) {
        List<TensorStatistics> made = new ArrayList<>();
        for (double deviation : deviations) {
            made.add(tensor("layer" + made.size(), kind, deviation));
        }
        return made.toArray(new TensorStatistics[0]);
    }

    private static void activationScale(TestRun run) {
        for (int i = 0; i < 10; i++) {
            run.send(step(i, 2.3, stack(TensorKind.ACTIVATION, 1, 0.2, 0.04, 0.008, 0.0016, 0.0003, 1)));
        }
        run.end(Outcome.FINISHED);
    }

    private static void dead(TestRun run) {
        for (int i = 0; i < 300; i++) {
            double zeros = i >= 100 && i < 200 ? 1 : 0.6;
            run.send(step(i, 1, withZeros("relu1", 0.5), withZeros("relu2", zeros), withZeros("output", 1)));
        }
    }

    private static void saturated(TestRun run) {
        for (int i = 0; i < 300; i++) {
            double share = i >= 100 && i < 200 ? 0.95 : 0.6;
            run.send(step(i, 1, withSaturated("tanh1", share), withSaturated("output", 1)));
        }
    }

    private static void frozen(TestRun run) {
        for (int i = 0; i < 1000; i++) {
            double moving = 1 + i / 1000.0;
            double still = i >= 200 && i < 600 ? 1.2 : moving;
            run.send(step(
                    i,
                    2.3,
                    tensor("layer1.weight", TensorKind.PARAMETER, still),
                    tensor("layer2.weight", TensorKind.PARAMETER, i >= 300 && i < 500 ? 1.3 : moving)));
        }
    }

    private static void vanishing(TestRun run) {
        for (int i = 0; i < 300; i++) {
            double first = i >= 50 && i < 200 ? 1e-8 : 1e-2;
            run.send(step(i, 2.3, stack(TensorKind.GRADIENT, first, 1e-4, 1e-3, 1e-2, 1e-1)));
        }
    }

    /** A step with a learning rate. */
    public static Step rateStep(long step, double rate) {
        Step made = TestRun.stepOf(step, 1.0, null);
        made.setLearningRate(rate);
        return made;
    }

    /** A step with an update ratio. */
    public static Step updateStep(long step, double loss, double ratio) {
        Step made = TestRun.stepOf(step, loss, null);
        made.setUpdateRatio(ratio);
        return made;
    }

    /** A step of a loss scaler. */
    public static Step scalerStep(long step, double scale, boolean skipped) {
        Step made = TestRun.stepOf(step, 1.0, null);
        made.setLossScale(scale);
        made.setSkippedByLossScaler(skipped);
        return made;
    }

    private static void learningRate(TestRun run) {
        for (int i = 0; i < 300; i++) {
            run.send(rateStep(i, i >= 100 && i < 200 ? 0 : 1e-3));
        }
    }

    private static void updateRatio(TestRun run) {
        for (int i = 0; i < 600; i++) {
            run.send(updateStep(i, 2.3, i < 300 ? 1e-7 : 1e-3));
        }
    }

    private static void overflowStorm(TestRun run) {
        for (int i = 0; i < 800; i++) {
            boolean storm = i >= 200 && i < 300 && i % 4 != 0;
            run.send(scalerStep(i, 1024, storm));
        }
    }

    private static void departures(TestRun run) {
        var started = TestRun.startedOf("digits");
        started.setHyperparameters(Map.of("optimizer", "Adam", "learning_rate", "0.5", "dropout", "0.8"));
        run.started(started);
        run.step(0, 2.3).step(1, 2.3).end(Outcome.FINISHED);
    }
}
