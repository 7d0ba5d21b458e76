package io.gradwatch.benchmarks.setup;

import io.gradwatch.schema.Layer;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A run that is made up: its loss falls from 2.3 to 0.1 with a tenth of noise, as a classifier of ten classes does, and
 * nothing goes wrong with it unless that is asked for. The same seed makes the same run.
 */
public final class SyntheticRun {

    private static final long STEP_MILLIS = 100;
    private static final double FALL_STEPS = 2_000;

    private final String runId;
    private final int layers;
    private final SplittableRandom random;
    private final long startMillis;
    private long sequence;
    private long step;

    /**
     * @param runId of the run
     * @param layers whose gradient statistics are in every step; 0 for none
     * @param seed of its noise
     */
    public SyntheticRun(String runId, int layers, long seed) {
        this.runId = runId;
        this.layers = layers;
        this.random = new SplittableRandom(seed);
        this.startMillis = System.currentTimeMillis();
    }

    /** Id of the run, the key of its records. */
    public String runId() {
        return runId;
    }

    /** The run begins. */
    public Telemetry started() {
        List<Layer> declared = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            declared.add(new Layer("layer" + i, "DenseLayer", 65_792L, ""));
        }
        return record(RunStarted.newBuilder()
                .setName(runId)
                .setProject("benchmark")
                .setFramework("none")
                .setHyperparameters(Map.of("optimizer", "sgd", "batch size", "64"))
                .setLayers(declared)
                .setClasses(10)
                .setReferences(List.of())
                .build());
    }

    /** The next step of a healthy run. */
    public Telemetry step() {
        double loss = 0.1 + 2.2 * Math.exp(-step / FALL_STEPS);
        return step(noisy(loss));
    }

    /** A step whose loss is NaN. */
    public Telemetry failingStep() {
        return step(Double.NaN);
    }

    /** The run ends as it should. */
    public Telemetry finished() {
        return ended(Outcome.FINISHED);
    }

    /** The run ends with an exception, which raises an alert at once. */
    public Telemetry failed() {
        return ended(Outcome.FAILED);
    }

    private Telemetry ended(Outcome outcome) {
        return record(
                RunEnded.newBuilder().setOutcome(outcome).setStep(step - 1).build());
    }

    private Telemetry step(double loss) {
        double norm = noisy(0.5 + Math.exp(-step / FALL_STEPS));
        Step event = Step.newBuilder()
                .setStep(step)
                .setEpoch(step / 500.0)
                .setLoss(loss)
                .setLearningRate(0.01)
                .setGradientNorm(norm)
                .setParameterNorm(31.0)
                .setUpdateRatio(0.01 * norm / 31.0)
                .setBatchSize(64)
                .setDurationMillis(noisy(STEP_MILLIS))
                .setDataWaitMillis(noisy(2))
                .setHostMemoryBytes(1_200_000_000L)
                .setTensors(tensors(norm))
                .build();
        step++;
        return record(event);
    }

    private List<TensorStatistics> tensors(double norm) {
        List<TensorStatistics> tensors = new ArrayList<>(layers);
        for (int i = 0; i < layers; i++) {
            double l2 = noisy(norm / Math.sqrt(layers));
            tensors.add(TensorStatistics.newBuilder()
                    .setLayer("layer" + i)
                    .setKind(TensorKind.GRADIENT)
                    .setElements(65_792L)
                    .setMinimum(noisy(-0.02))
                    .setMaximum(noisy(0.02))
                    .setMean(noisy(1e-6))
                    .setStandardDeviation(l2 / 256.5)
                    .setL2Norm(l2)
                    .setZeroCount(17)
                    .build());
        }
        return tensors;
    }

    private double noisy(double value) {
        return value * (0.9 + 0.2 * random.nextDouble());
    }

    private Telemetry record(Object event) {
        Origin origin = Origin.newBuilder()
                .setRunId(runId)
                .setSession(runId.hashCode())
                .setSequence(sequence)
                .setTimestampMillis(startMillis + step * STEP_MILLIS)
                .build();
        sequence++;
        return new Telemetry(origin, event);
    }
}
