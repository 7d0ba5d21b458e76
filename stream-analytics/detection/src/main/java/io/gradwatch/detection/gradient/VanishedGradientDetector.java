package io.gradwatch.detection.gradient;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.GradientCurve;
import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the gradient norm is 1/{@code fall} of what it was at the start while the loss is not much lower, or at
 * most {@code smallest} while the loss is not a tenth.
 *
 * <p><b>Meaning</b> The gradients no longer move anything although there is much to learn: saturated or dead units, a
 * network too deep for its initialisation, a loss that does not depend on the parameters (K4).
 *
 * <p><b>Input</b> {@link Step#getGradientNorm()} (global L2 norm before clipping) and {@link Step#getLoss()} of the
 * speaking rank. Values that are not finite are left out.
 *
 * <p><b>Statistic</b> Median of the last ten norms against the geometric mean of the first ten, and the least of the
 * last ten losses against the level of the start. {@code smallest} holds for losses of a level of 1 or more and is
 * scaled down with smaller ones.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. {@code smallest} is the threshold of SageMaker Debugger's VanishingGradient
 * (mean absolute gradient below 1e-7); {@code fall} is an own choice.
 *
 * <p><b>Firing and recovery</b> From the tenth norm on, warning; recovered when neither holds any more.
 *
 * <p><b>Cost and limits</b> 9 bytes of state, O(1) a value. Which layer it is, {@code vanishing-gradient} and
 * {@code dead-layer} tell where tensor statistics are sent.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class VanishedGradientDetector extends SpecifiedDetector<VanishedGradientDetector.State> {

    static final ConfigKey<Double> FALL =
            ConfigKey.number("fall", 300.0, 3, 1e12, "Gradient norm at the start over that of late, a factor.");
    static final ConfigKey<Double> SMALLEST =
            ConfigKey.number("smallest", 1e-7, 0, 1, "Gradient norm that moves nothing.");

    private static final double UNLEARNT = 0.5;
    private static final double LEARNT = 0.1;

    /** For the service loader. */
    public VanishedGradientDetector() {
        super(
                State::new,
                DetectorSpec.of("vanished-gradient", AlertClass.VANISHING, Severity.WARNING)
                        .judgesBy(Signal.GRADIENT_NORM, Signal.LOSS)
                        .settings(FALL, SMALLEST));
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** Level of the first norms; NaN before there are enough. */
        public double start = Double.NaN;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        GradientCurve gradient = context.curves().gradient;
        LossCurve loss = context.curves().loss;
        if (step.getGradientNorm() == null
                || gradient.count < GradientCurve.VALUES
                || !context.curves().newLoss
                || !(loss.start.level > 0)) {
            return Verdict.UNCHANGED;
        }
        if (Double.isNaN(state.start)) {
            state.start = gradient.first.value();
        }
        // Of first gradients that were zero no level is known.
        double fallen = Double.isNaN(state.start) ? 0 : state.start / context.setting(FALL);
        double bar = Math.max(fallen, context.setting(SMALLEST));
        if (!state.firing() && gradient.recent.last(0) > bar) {
            return Verdict.UNCHANGED;
        }
        double now = gradient.recent.median(GradientCurve.VALUES);
        double level = loss.recent.least(GradientCurve.VALUES);
        boolean vanished = (now <= state.start / context.setting(FALL) && level > UNLEARNT * loss.start.level)
                || (now <= context.setting(SMALLEST) * Math.min(1, loss.start.level)
                        && level > LEARNT * loss.start.level);
        if (!vanished || state.firing()) {
            return state.clearIf(!vanished);
        }
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        step.getStep(),
                        Double.isNaN(state.start)
                                ? "The gradient norm is %1$.3g, while the loss is still %3$.3g."
                                : "The gradient norm is %1$.3g, it was %2$.3g at the start, while the loss is still"
                                        + " %3$.3g.",
                        now,
                        state.start,
                        level)
                .evidence(Reading.level(SeriesNames.GRADIENT_NORM, "gradient norm", now)
                        .atMost(bar))
                .evidence(Reading.baseline(SeriesNames.GRADIENT_NORM, "gradient norm at the start", state.start))
                .evidence(Reading.level(SeriesNames.LOSS, "lowest loss of late", level))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss at the start", loss.start.level));
        return state.fire(Diagnosis.of(Symptom.PLATEAUS, context).addTo(finding));
    }
}
