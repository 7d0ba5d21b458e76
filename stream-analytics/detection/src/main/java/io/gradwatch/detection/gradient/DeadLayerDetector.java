package io.gradwatch.detection.gradient;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Ranks;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.detection.spi.Words;
import io.gradwatch.detection.stats.LossProgress;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fires when at least `share` of the activations of a hidden layer are exactly zero at `observations` measurements in a
 * row, over at least 20 steps.
 *
 * <p><b>Meaning</b> The units of a layer are off for all examples, mostly ReLUs: nothing goes forward, no gradient
 * comes back, and the layers below stop to learn. Usual causes: a learning rate too high, inputs that are not
 * normalised, an initialisation with strongly negative biases (K4, K12).
 *
 * <p><b>Input</b> Of the speaking rank the zeros of the activations in {@link Step#getTensors()}, and
 * {@link Step#getLoss()}. The last activation of a step is the output and is not judged; nor is an activation with NaN
 * or without elements, which counts as not measured.
 *
 * <p><b>Statistic</b> {@code zeroCount / elements} of each measurement; measurements in a row of each layer.
 *
 * <p><b>Thresholds</b> share .99: a node is dead below 1 % activity (SageMaker Debugger, DyingRelu). Half of a layer's
 * activations, or .7 as others take, are usual in networks that learn well: repaired published programs reach .82.
 * observations 5 and 20 steps: own choice, so that a start that mends itself is none.
 *
 * <p><b>Firing and recovery</b> Warning where all activations are zero, or the loss is flat or has risen; info else:
 * sparse codes are that sparse on purpose. Recovered when no layer shows it at as many.
 *
 * <p><b>Cost and limits</b> At most 10 KB of state a run, 200 bytes while nothing is dead; O(activations) a
 * measurement. {@value LayerStreaks#MOST} dead layers are followed. Single dead units of a layer that lives are not
 * seen.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class DeadLayerDetector extends SpecifiedDetector<DeadLayerDetector.State> {

    static final ConfigKey<Double> SHARE =
            ConfigKey.number("share", 0.99, 0.5, 1, "Zeros among the activations of a layer, 0 to 1.");
    static final ConfigKey<Double> OBSERVATIONS =
            ConfigKey.number("observations", 5.0, 2, 1e6, "Measurements in a row that must show it.");

    static final long STEPS = 20;

    /** For the service loader. */
    public DeadLayerDetector() {
        super(
                State::new,
                new DetectorSpec(
                        "dead-layer",
                        AlertClass.VANISHING,
                        Severity.WARNING,
                        Ranks.SPEAKER,
                        List.of(Set.of(Signal.TENSORS)),
                        List.of("K4", "K12"),
                        "Fires when at least `share` of the activations of a hidden layer are exactly zero at `observations`"
                                + " measurements in a row, over at least 20 steps.",
                        List.of(SHARE, OBSERVATIONS)));
    }

    /** State of a run. A Flink POJO. */
    public static class State {
        /** Layers that are dead. */
        public LayerStreaks dead = new LayerStreaks();
        /** Of the loss. */
        public LossProgress loss = new LossProgress();
        /** Severity of the open alert, null while there is none. */
        public Severity open;
        /** Measurements in a row at which nothing showed it any more. */
        public int calm;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        state.loss.add(step.getLoss());
        if (step.getTensors().isEmpty()) {
            return Verdict.UNCHANGED;
        }
        double share = context.setting(SHARE);
        for (TensorStatistics tensor : HiddenActivations.of(step)) {
            if (tensor.getElements() > 0 && tensor.getNanCount() == 0) {
                double zeros = (double) tensor.getZeroCount() / tensor.getElements();
                state.dead.take(tensor.getLayer(), zeros >= share, zeros, step.getStep());
            }
        }
        int observations = (int) context.setting(OBSERVATIONS);
        Map.Entry<String, LayerStreaks.Streak> dead =
                state.dead.longest(observations, STEPS, step.getStep()).orElse(null);
        return dead == null ? calm(state, observations) : fire(state, dead, step, context);
    }

    private static Verdict fire(
            State state, Map.Entry<String, LayerStreaks.Streak> dead, Step step, DetectionContext context) {
        boolean whole = dead.getValue().value >= 1;
        Severity severity = whole || state.loss.flat() || state.loss.risen() ? Severity.WARNING : Severity.INFO;
        if (state.open != null && state.open.compareTo(severity) >= 0) {
            return Verdict.UNCHANGED;
        }
        state.open = severity;
        return Verdict.firing(finding(state, dead, severity, step, context));
    }

    private static Verdict calm(State state, int observations) {
        state.calm = state.dead.layers.isEmpty() ? state.calm + 1 : 0;
        if (state.open == null || state.calm < observations) {
            return Verdict.UNCHANGED;
        }
        state.open = null;
        return Verdict.CLEARED;
    }

    private static Finding finding(
            State state,
            Map.Entry<String, LayerStreaks.Streak> dead,
            Severity severity,
            Step step,
            DetectionContext context) {
        LayerStreaks.Streak streak = dead.getValue();
        int observations = (int) context.setting(OBSERVATIONS);
        long layers = state.dead.count(observations, STEPS, step.getStep());
        Finding.Builder finding = Finding.builder(
                        severity,
                        streak.since,
                        "%s is dead: %.4g %% of its activations are zero at the last %d measurements, since step %d.",
                        Words.capital(Words.named("layer", dead.getKey())),
                        100 * streak.value,
                        streak.count,
                        streak.since)
                .layer(dead.getKey())
                .evidence(Reading.share("zeros", streak.value).atLeast(context.setting(SHARE)))
                .evidence(Reading.count("measurements in a row", streak.count, "measurements")
                        .atLeast(observations))
                .evidence(Reading.count("dead layers", layers, "layers"))
                .evidence(Reading.step("first step of these", streak.since));
        if (state.dead.leftOut > 0) {
            finding.evidence(Reading.count(
                    "measurements of dead layers that were left out", state.dead.leftOut, "measurements"));
        }
        if (step.getLearningRate() != null) {
            finding.evidence(Reading.circumstance(SeriesNames.LEARNING_RATE, "learning rate", step.getLearningRate()));
        }
        return advice(finding).build();
    }

    private static Finding.Builder advice(Finding.Builder finding) {
        return finding.cause("The learning rate is too high: an update pushed the biases far below zero.", "K4")
                .cause("Weights or biases were initialised so that the units never switch on.", "K12")
                .cause(Cause.INPUT_SCALE.text(), "K7")
                .remedy("Go back to a checkpoint before the onset, or start anew, with a tenth of the rate.", "K4")
                .remedy("Use He-normal initialisation with biases of zero.", "K12")
                .remedy("Normalise the inputs: subtract the mean, divide by the standard deviation.", "K7")
                .remedy("Use leaky ReLU, or batch normalization before the ReLU.", "K4");
    }
}
