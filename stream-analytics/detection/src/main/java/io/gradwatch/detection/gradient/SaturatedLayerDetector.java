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
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fires when at least `share` of the activations of a hidden layer are saturated at `observations` measurements in a
 * row, over at least 20 steps.
 *
 * <p><b>Meaning</b> Sigmoids or tanhs lie in the flat part of their function, through which hardly any gradient passes.
 * Usual causes: weights initialised too large, inputs that are not normalised, a learning rate too high (K4, K12).
 *
 * <p><b>Input</b> Of the speaking rank the saturated activations, or where they are not counted mean and standard
 * deviation, of {@link Step#getTensors()}, and {@link Step#getLoss()}. The last activation of a step is the output and
 * is not judged.
 *
 * <p><b>Statistic</b> See {@link Saturation}; measurements in a row of each layer.
 *
 * <p><b>Thresholds</b> share .9: published rules take .5 (SageMaker Debugger, DeepDiagnosis, TheDeepChecker), but
 * repaired published programs that learn well reach .86. observations 5 and 20 steps: own choice.
 *
 * <p><b>Firing and recovery</b> Warning where the saturated activations were counted, or the loss is flat or has risen;
 * info else. Recovered when no layer shows it at as many.
 *
 * <p><b>Cost and limits</b> At most 10 KB of state a run, 200 bytes while nothing is saturated; O(activations) a
 * measurement. {@value LayerStreaks#MOST} saturated layers are followed. Gates inside recurrent layers are not seen.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class SaturatedLayerDetector extends SpecifiedDetector<SaturatedLayerDetector.State> {

    static final ConfigKey<Double> SHARE =
            ConfigKey.number("share", 0.9, 0.5, 1, "Saturated activations of a layer, 0 to 1.");
    static final ConfigKey<Double> OBSERVATIONS =
            ConfigKey.number("observations", 5.0, 2, 1e6, "Measurements in a row that must show it.");

    static final long STEPS = 20;

    /** For the service loader. */
    public SaturatedLayerDetector() {
        super(
                State::new,
                new DetectorSpec(
                        "saturated-layer",
                        AlertClass.VANISHING,
                        Severity.WARNING,
                        Ranks.SPEAKER,
                        List.of(Set.of(Signal.TENSORS)),
                        List.of("K4", "K12"),
                        "Fires when at least `share` of the activations of a hidden layer are saturated at `observations`"
                                + " measurements in a row, over at least 20 steps.",
                        List.of(SHARE, OBSERVATIONS)));
    }

    /** State of a run. A Flink POJO. */
    public static class State {
        /** Layers that are saturated. */
        public LayerStreaks saturated = new LayerStreaks();
        /** True if saturated activations are counted. */
        public boolean counted;
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
        RunStarted run = context.run();
        double share = context.setting(SHARE);
        for (TensorStatistics tensor : HiddenActivations.of(step)) {
            double saturation = Saturation.of(tensor, run);
            if (!Double.isNaN(saturation)) {
                state.saturated.take(tensor.getLayer(), saturation >= share, saturation, step.getStep());
                state.counted |= tensor.getSaturatedCount() != null;
            }
        }
        int observations = (int) context.setting(OBSERVATIONS);
        Map.Entry<String, LayerStreaks.Streak> saturated =
                state.saturated.longest(observations, STEPS, step.getStep()).orElse(null);
        return saturated == null ? calm(state, observations) : fire(state, saturated, step, context);
    }

    private static Verdict fire(
            State state, Map.Entry<String, LayerStreaks.Streak> saturated, Step step, DetectionContext context) {
        Severity severity = state.counted || state.loss.flat() || state.loss.risen() ? Severity.WARNING : Severity.INFO;
        if (state.open != null && state.open.compareTo(severity) >= 0) {
            return Verdict.UNCHANGED;
        }
        state.open = severity;
        return Verdict.firing(finding(state, saturated, severity, step, context));
    }

    private static Verdict calm(State state, int observations) {
        state.calm = state.saturated.layers.isEmpty() ? state.calm + 1 : 0;
        if (state.open == null || state.calm < observations) {
            return Verdict.UNCHANGED;
        }
        state.open = null;
        return Verdict.CLEARED;
    }

    private static Finding finding(
            State state,
            Map.Entry<String, LayerStreaks.Streak> saturated,
            Severity severity,
            Step step,
            DetectionContext context) {
        LayerStreaks.Streak streak = saturated.getValue();
        int observations = (int) context.setting(OBSERVATIONS);
        long layers = state.saturated.count(observations, STEPS, step.getStep());
        Finding.Builder finding = Finding.builder(
                        severity,
                        streak.since,
                        "%s is saturated: %.4g %% of its activations pass hardly any gradient at the last %d measurements,"
                                + " since step %d.",
                        Words.capital(Words.named("layer", saturated.getKey())),
                        100 * streak.value,
                        streak.count,
                        streak.since)
                .layer(saturated.getKey())
                .evidence(Reading.share("saturated activations", streak.value).atLeast(context.setting(SHARE)))
                .evidence(Reading.count("measurements in a row", streak.count, "measurements")
                        .atLeast(observations))
                .evidence(Reading.count("saturated layers", layers, "layers"))
                .evidence(Reading.step("first step of these", streak.since));
        if (state.saturated.leftOut > 0) {
            finding.evidence(Reading.count(
                    "measurements of saturated layers that were left out", state.saturated.leftOut, "measurements"));
        }
        if (step.getLearningRate() != null) {
            finding.evidence(Reading.circumstance(SeriesNames.LEARNING_RATE, "learning rate", step.getLearningRate()));
        }
        return advice(finding).build();
    }

    private static Finding.Builder advice(Finding.Builder finding) {
        return finding.cause("The weights were initialised too large.", "K12")
                .cause(Cause.INPUT_SCALE.text(), "K7")
                .cause("The learning rate is too high: the weights grew.", "K4")
                .remedy("Use Glorot-normal initialisation for tanh and sigmoid.", "K12")
                .remedy("Normalise the inputs: subtract the mean, divide by the standard deviation.", "K7")
                .remedy("Use ReLU in hidden layers, or a normalization before the activation.", "K12")
                .remedy("Divide the learning rate by 10.", "K4");
    }
}
