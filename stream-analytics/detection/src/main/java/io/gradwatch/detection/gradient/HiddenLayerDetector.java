package io.gradwatch.detection.gradient;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Phrases;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.detection.stats.LossProgress;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Map;

/**
 * Detector of a symptom that shows in a share of the activations of a hidden layer, at several measurements in a row.
 */
abstract class HiddenLayerDetector extends SpecifiedDetector<HiddenLayerDetector.State> {

    static final ConfigKey<Double> OBSERVATIONS =
            ConfigKey.number("observations", 5.0, 2, 1e6, "Measurements in a row that must show it.");

    private static final long STEPS = 20;

    private final ConfigKey<Double> share;
    private final String word;
    private final String activations;
    private final String sentence;

    /**
     * @param share activations of a layer that must show the symptom, 0 to 1
     * @param word the symptom as an adjective
     * @param activations name of those that show it
     * @param sentence the rest of "% of its activations …"
     */
    HiddenLayerDetector(String id, ConfigKey<Double> share, String word, String activations, String sentence) {
        super(
                State::new,
                DetectorSpec.of(id, AlertClass.VANISHING, Severity.WARNING)
                        .judgesBy(Signal.TENSORS)
                        .settings(share, OBSERVATIONS));
        this.share = share;
        this.word = word;
        this.activations = activations;
        this.sentence = sentence;
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** Layers that show the symptom. */
        public LayerStreaks layers = new LayerStreaks();
        /** True if the activations that show it are counted, not estimated. */
        public boolean counted;
        /** Of the loss. */
        public LossProgress loss = new LossProgress();
        /** Measurements in a row at which nothing showed it any more. */
        public int calm;
    }

    /** Share of the activations that show the symptom, 0 to 1; NaN where it was not measured. */
    abstract double measure(TensorStatistics activation, RunStarted run);

    /** True if a layer is to be warned of even where the loss falls. */
    abstract boolean certain(State state, LayerStreaks.Streak streak);

    @Override
    public final Verdict onStep(State state, Step step, DetectionContext context) {
        state.loss.add(step.getLoss());
        if (step.getTensors().isEmpty()) {
            return Verdict.UNCHANGED;
        }
        RunStarted run = context.run();
        double least = context.setting(share);
        for (TensorStatistics tensor : HiddenActivations.of(step)) {
            double value = measure(tensor, run);
            if (!Double.isNaN(value)) {
                state.layers.take(tensor.getLayer(), value >= least, value, step.getStep());
                state.counted |= tensor.getSaturatedCount() != null;
            }
        }
        int observations = (int) context.setting(OBSERVATIONS);
        Map.Entry<String, LayerStreaks.Streak> layer =
                state.layers.longest(observations, STEPS, step.getStep()).orElse(null);
        return layer == null ? calm(state, observations) : fire(state, layer, step, context);
    }

    private Verdict fire(
            State state, Map.Entry<String, LayerStreaks.Streak> layer, Step step, DetectionContext context) {
        boolean warns = certain(state, layer.getValue()) || state.loss.flat() || state.loss.risen();
        Severity severity = warns ? Severity.WARNING : Severity.INFO;
        return state.fire(severity, () -> finding(state, layer, step, context));
    }

    private static Verdict calm(State state, int observations) {
        state.calm = state.layers.layers.isEmpty() ? state.calm + 1 : 0;
        return state.clearIf(state.calm >= observations);
    }

    private Finding.Builder finding(
            State state, Map.Entry<String, LayerStreaks.Streak> layer, Step step, DetectionContext context) {
        LayerStreaks.Streak streak = layer.getValue();
        int observations = (int) context.setting(OBSERVATIONS);
        long layers = state.layers.count(observations, STEPS, step.getStep());
        Finding.Builder finding = Finding.builder(
                        state.open,
                        streak.since,
                        "%s is %s: %.4g %% of its activations %s at the last %d measurements, since step %d.",
                        Phrases.capital(Phrases.named("layer", layer.getKey())),
                        word,
                        100 * streak.value,
                        sentence,
                        streak.count,
                        streak.since)
                .layer(layer.getKey())
                .evidence(Reading.share(activations, streak.value).atLeast(context.setting(share)))
                .evidence(Reading.count("measurements in a row", streak.count, "measurements")
                        .atLeast(observations))
                .evidence(Reading.count(word + " layers", layers, "layers"))
                .evidence(Reading.step("first step of these", streak.since));
        if (state.layers.leftOut > 0) {
            finding.evidence(Reading.count(
                    "measurements of " + word + " layers that were left out", state.layers.leftOut, "measurements"));
        }
        if (step.getLearningRate() != null) {
            finding.evidence(Reading.circumstance(SeriesNames.LEARNING_RATE, "learning rate", step.getLearningRate()));
        }
        return finding.advice(spec().id());
    }
}
