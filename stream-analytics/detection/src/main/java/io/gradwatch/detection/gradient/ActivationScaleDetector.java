package io.gradwatch.detection.gradient;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Phrases;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;

/**
 * Fires when the standard deviation of the activations shrinks to 1/`factor` or grows to `factor` times from the first
 * hidden layer to the last, layer by layer, at each of the first three measurements.
 *
 * <p><b>Meaning</b> The weights were initialised too small or too large for the depth: the signal dies out or blows up
 * on its way through the network, and so does the gradient on its way back (K12).
 *
 * <p><b>Input</b> Of the speaking rank the activations in {@link Step#getTensors()}, sent in the order of a forward
 * pass, of the first three steps that have some, and not of an attempt that begins after step 100. The last one, the
 * output, is not judged.
 *
 * <p><b>Statistic</b> {@code s(last) / s(first)}; it must go the same way, by at least a tenth, in three quarters of
 * the hidden layers, at least four.
 *
 * <p><b>Thresholds</b> factor 100: SageMaker Debugger's poor initialisation takes 10 for the variance over all layers,
 * TheDeepChecker .5 to 2 for each; repaired published programs lie between .1 and 2 (own choice, well outside).
 *
 * <p><b>Firing and recovery</b> Warning where it shrinks, info where it grows: what blows up is told by its gradients.
 * Stays until the end of the attempt, since it is about the start.
 *
 * <p><b>Cost and limits</b> 20 bytes of state a run, O(activations) at three steps. Misses shallow networks.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class ActivationScaleDetector extends SpecifiedDetector<ActivationScaleDetector.State> {

    static final ConfigKey<Double> FACTOR =
            ConfigKey.number("factor", 100.0, 3, 1e12, "Change from the first hidden layer to the last, a factor.");

    private static final int OBSERVATIONS = 3;
    private static final int LEAST_LAYERS = 4;
    private static final long START = 100;
    private static final double MOVE = 1.1;

    /** For the service loader. */
    public ActivationScaleDetector() {
        super(
                State::new,
                DetectorSpec.of("activation-scale", AlertClass.VANISHING, Severity.WARNING)
                        .judgesBy(Signal.TENSORS)
                        .settings(FACTOR));
    }

    /** State of a run. A plain state. */
    public static class State {
        /** Measurements that were seen, at most three are. */
        public int seen;
        /** Those that show it, less those that show the opposite. */
        public int shrunk;
        /** Step of the first of them. */
        public long since;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        if (state.seen >= OBSERVATIONS || step.getTensors().isEmpty()) {
            return Verdict.UNCHANGED;
        }
        List<TensorStatistics> layers = HiddenActivations.of(step);
        if (layers.isEmpty()) {
            return Verdict.UNCHANGED;
        }
        state.since = state.seen == 0 ? step.getStep() : state.since;
        state.seen = state.seen == 0 && step.getStep() > START ? OBSERVATIONS : state.seen + 1;
        state.shrunk += direction(layers, context.setting(FACTOR));
        boolean fires = Math.abs(state.shrunk) == OBSERVATIONS;
        return fires ? Verdict.firing(finding(state.since, layers, context.setting(FACTOR))) : Verdict.UNCHANGED;
    }

    /** 1 where the scale shrinks, -1 where it grows, 0 else. */
    private static int direction(List<TensorStatistics> layers, double factor) {
        int last = layers.size() - 1;
        double first = layers.get(0).getStandardDeviation();
        double ratio = layers.get(last).getStandardDeviation() / first;
        boolean shrinks = first > 0 && ratio <= 1 / factor;
        boolean grows = first > 0 && ratio >= factor && ratio < Double.POSITIVE_INFINITY;
        if (last + 1 < LEAST_LAYERS || !(shrinks || grows)) {
            return 0;
        }
        int along = 0;
        for (int i = 1; i <= last; i++) {
            double one = layers.get(i - 1).getStandardDeviation();
            double next = layers.get(i).getStandardDeviation();
            along += (shrinks ? one >= MOVE * next : next >= MOVE * one) ? 1 : 0;
        }
        return along < 0.75 * last ? 0 : shrinks ? 1 : -1;
    }

    private static Finding.Builder finding(long onset, List<TensorStatistics> layers, double factor) {
        TensorStatistics first = layers.get(0);
        TensorStatistics last = layers.get(layers.size() - 1);
        double ratio = last.getStandardDeviation() / first.getStandardDeviation();
        boolean shrinks = ratio < 1;
        Reading measured = Reading.share("standard deviation of the last hidden layer over that of the first", ratio);
        return Finding.builder(
                        shrinks ? Severity.WARNING : Severity.INFO,
                        onset,
                        "The activations %s with depth: their standard deviation is %.3g in %s and %.3g in %s, %d layers on.",
                        shrinks ? "die out" : "blow up",
                        first.getStandardDeviation(),
                        Phrases.named("layer", first.getLayer()),
                        last.getStandardDeviation(),
                        Phrases.named("layer", last.getLayer()),
                        layers.size() - 1)
                .evidence(shrinks ? measured.atMost(1 / factor) : measured.atLeast(factor))
                .evidence(Reading.level("standard deviation of the last hidden layer", last.getStandardDeviation()))
                .evidence(Reading.level("standard deviation of the first hidden layer", first.getStandardDeviation()))
                .evidence(Reading.count("layers from the first to the last", layers.size() - 1, "layers"))
                .advice(shrinks ? "activation-scale.shrinks" : "activation-scale.grows");
    }
}
