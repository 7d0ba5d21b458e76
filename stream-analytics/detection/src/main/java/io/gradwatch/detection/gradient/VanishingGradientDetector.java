package io.gradwatch.detection.gradient;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.detection.stats.LossProgress;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Locale;

/**
 * Fires when the gradients of the first layers are at most `ratio` of those of the last, and at most `size`, at ten
 * measurements in a row, while the loss has not fallen by a tenth since its start.
 *
 * <p><b>Meaning</b> The gradient gets lost on its way down: the first layers stay as they were initialised. Usual
 * causes: saturating activations in a deep network, an initialisation too small, no residual connections (K4, K12).
 *
 * <p><b>Input</b> Of the speaking rank the gradients in {@link Step#getTensors()}, sent in the order of a forward pass
 * and before clipping, and {@link Step#getLoss()}. Not measured are steps with fewer than four gradients and with one
 * that is not finite. First gradients of exactly zero are left to the frozen-layer detector.
 *
 * <p><b>Statistic</b> {@code largest of the first quarter / median of the last quarter} ({@link DepthProfile});
 * progress as in {@link LossProgress}, which tells nothing of fewer than 100 losses or of one that takes both signs.
 *
 * <p><b>Thresholds</b> ratio 1e-3 and size 1e-4: AutoTrainer (Zhang et al. 2021), beta 1 and 2, which it applies to
 * norms; repaired published programs stay above a ratio of .1. Ten measurements: own choice.
 *
 * <p><b>Firing and recovery</b> Warning. Recovered by the first measurement at which gradients arrive again, or when
 * the loss is below half of its start.
 *
 * <p><b>Cost and limits</b> 170 bytes of state a run, O(gradients) a measurement. Misses networks of fewer than four
 * parameter tensors, and first layers that stand still while the last ones make some progress.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class VanishingGradientDetector extends SpecifiedDetector<VanishingGradientDetector.State> {

    static final ConfigKey<Double> RATIO =
            ConfigKey.number("ratio", 1e-3, 1e-12, 1, "Gradient of the first layers over that of the last, a factor.");
    static final ConfigKey<Double> SIZE =
            ConfigKey.number("size", 1e-4, 1e-12, 1, "Root mean square of the gradient of the first layers.");

    static final int OBSERVATIONS = 10;

    /** For the service loader. */
    public VanishingGradientDetector() {
        super(
                State::new,
                DetectorSpec.of("vanishing-gradient", AlertClass.VANISHING, Severity.WARNING)
                        .judgesBy(Signal.LOSS, Signal.TENSORS)
                        .settings(RATIO, SIZE));
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** Of the loss. */
        public LossProgress loss = new LossProgress();
        /** Measurements in a row that show it. */
        public int inRow;
        /** Step of the first of them. */
        public long since;
        /** Measurements in a row that no longer show it. */
        public int calm;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        state.loss.add(step.getLoss());
        DepthProfile profile = step.getTensors().isEmpty() ? null : DepthProfile.of(step);
        if (profile == null) {
            return Verdict.UNCHANGED;
        }
        boolean vanished = profile.ratio() <= context.setting(RATIO) && profile.first() <= context.setting(SIZE);
        state.since = vanished && state.inRow == 0 ? step.getStep() : state.since;
        state.inRow = vanished ? Math.min(state.inRow + 1, OBSERVATIONS) : 0;
        if (state.firing()) {
            state.calm = vanished ? 0 : state.calm + 1;
            return clear(state, state.calm >= OBSERVATIONS || halved(state.loss));
        }
        if (state.inRow < OBSERVATIONS || !state.loss.flat()) {
            return Verdict.UNCHANGED;
        }
        return state.fire(finding(profile, state, context));
    }

    private static boolean halved(LossProgress loss) {
        return loss.recent < loss.start.level / 2;
    }

    private static Verdict clear(State state, boolean over) {
        state.inRow = over ? 0 : state.inRow;
        state.calm = over ? 0 : state.calm;
        return state.clearIf(over);
    }

    private static Finding.Builder finding(DepthProfile profile, State state, DetectionContext context) {
        double level = state.loss.recent;
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        state.since,
                        "The gradient vanishes by depth: it is %.3g in the last layers and %.3g in the first, from %s on, and"
                                + " the loss of late is %.3g, from %.3g at its start.",
                        profile.last(),
                        profile.first(),
                        profile.firstLayer(),
                        level,
                        state.loss.start.level)
                .layer(profile.firstLayer())
                .evidence(Reading.share("gradient of the first layers over that of the last", profile.ratio())
                        .atMost(context.setting(RATIO)))
                .evidence(Reading.level("gradient of the first layers", profile.first())
                        .atMost(context.setting(SIZE)))
                .evidence(Reading.level("gradient of the last layers", profile.last()))
                .evidence(Reading.level(SeriesNames.LOSS, "loss of late", level))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss at the start", state.loss.start.level));
        return finding.advice(saturates(context) ? "vanishing-gradient.saturating" : "vanishing-gradient");
    }

    private static boolean saturates(DetectionContext context) {
        for (Layer layer : context.run().getLayers()) {
            String function = layer.getActivation().toLowerCase(Locale.ROOT);
            if (function.contains("sigmoid") || function.contains("tanh")) {
                return true;
            }
        }
        return false;
    }
}
