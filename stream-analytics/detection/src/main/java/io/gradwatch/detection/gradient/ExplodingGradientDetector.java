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
import io.gradwatch.detection.stats.SustainedGrowth;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Locale;

/**
 * Fires when the gradient norm is at least {@code growth} times its usual level for five steps while the loss or the
 * update ratio grows too, or the loss alone at least {@code loss-growth} times.
 *
 * <p><b>Meaning</b> Each update makes the next gradient larger, and the end is NaN. Usual causes: a learning rate too
 * high, an exp, log or division out of its range, a flipped sign (K2, K1).
 *
 * <p><b>Input</b> {@link Step#getGradientNorm()} (global L2 norm of the mean loss's gradient, before clipping),
 * {@link Step#getLoss()} and {@link Step#getUpdateRatio()} of the speaking rank. What is absent is not judged; values
 * that are not finite are left to the non-finite detector. Of a loss that takes both signs only the gradient counts.
 *
 * <p><b>Statistic</b> {@code g = min(last 5) / usual} of each ({@link SustainedGrowth}), from the sixth value on, so
 * that a blow-up in the first steps is measured against the first values. A norm counts as confirmed when that of the
 * loss is at least {@value #CONFIRMING_LOSS}, or that of the update ratio at least {@value #CONFIRMING_UPDATE};
 * unconfirmed, it must reach the square of {@code growth}. The loss alone must also be at least what it was at the
 * first step, so that the noise of a converged loss is none.
 *
 * <p><b>Thresholds</b> See {@link #spec()}; factors without a unit. Own choice: published runs with loss spikes reach
 * factors of 10 to 50 and recover.
 *
 * <p><b>Firing and recovery</b> Warning; critical where the norm reaches the square of {@code growth} or the loss
 * {@code loss-growth}. Recovered when all of the last five are below the square root of both factors.
 *
 * <p><b>Cost and limits</b> 400 bytes of state a run, O(1) a step. Misses a run that had exploded before its first
 * record, and growth over thousands of steps. Quiet on single spikes.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class ExplodingGradientDetector extends SpecifiedDetector<ExplodingGradientDetector.State> {

    static final ConfigKey<Double> GROWTH =
            ConfigKey.number("growth", 100.0, 3, 1e9, "Gradient norm over its usual level, a factor.");
    static final ConfigKey<Double> LOSS_GROWTH =
            ConfigKey.number("loss-growth", 1000.0, 3, 1e9, "Loss over its usual level, a factor.");

    private static final double HUGE = 1e5;
    private static final double UNLEARNT = 0.7;
    private static final int SUSTAINED_STEPS = 5;
    private static final double ABOVE_START = 10;
    private static final double CONFIRMING_LOSS = 2;
    private static final double CONFIRMING_UPDATE = 10;
    private static final double LOG_TOLERATED = Math.log(10);
    private static final double LOG_TOLERATED_LOSS = Math.log(CONFIRMING_LOSS);

    /** For the service loader. */
    public ExplodingGradientDetector() {
        super(
                State::new,
                DetectorSpec.of("exploding-gradient", AlertClass.EXPLODING, Severity.CRITICAL)
                        .judgesBy(Signal.GRADIENT_NORM)
                        .judgesBy(Signal.LOSS)
                        .settings(GROWTH, LOSS_GROWTH));
    }

    /** Growth of the three signals. A plain state. */
    public static class State extends FiringState {
        /** Of the gradient norm. */
        public SustainedGrowth norm = new SustainedGrowth(SUSTAINED_STEPS);
        /** Of the size of the loss. */
        public SustainedGrowth loss = new SustainedGrowth(SUSTAINED_STEPS);
        /** Of the update ratio. */
        public SustainedGrowth update = new SustainedGrowth(SUSTAINED_STEPS);
        /** First loss, NaN before it. */
        public double firstLoss = Double.NaN;
        /** True if a loss was below zero. */
        public boolean signed;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        take(state, step);
        double growth = context.setting(GROWTH);
        double lossGrowth = context.setting(LOSS_GROWTH);
        double norm = state.norm.factor();
        boolean blown = !state.signed
                && state.loss.factor() >= lossGrowth
                && step.getLoss() != null
                && step.getLoss() >= ABOVE_START * state.firstLoss;
        boolean huge = huge(context);
        boolean grown = huge || norm >= growth * growth || (norm >= growth && confirmed(state));
        if (!blown && !grown) {
            return calm(state, growth, lossGrowth);
        }
        Severity severity = blown || norm >= growth * growth ? Severity.CRITICAL : Severity.WARNING;
        return state.fire(
                severity,
                () -> !blown && norm < growth
                        ? huge(step, state, context)
                        : finding(step, state, severity, blown ? lossGrowth : growth, blown, context));
    }

    /**
     * After a restart from another checkpoint, the usual level may be one that has exploded: gradients of this size
     * are, unless it learns with them.
     */
    private static boolean huge(DetectionContext context) {
        GradientCurve gradient = context.curves().gradient;
        LossCurve loss = context.curves().loss;
        return loss.resumed()
                && gradient.count >= GradientCurve.VALUES
                && gradient.recent.least(GradientCurve.VALUES) > HUGE
                && loss.recent.median(GradientCurve.VALUES) > UNLEARNT * loss.start.level;
    }

    private static Verdict calm(State state, double growth, double lossGrowth) {
        if (!state.firing()) {
            return Verdict.UNCHANGED;
        }
        boolean still = state.norm.greatestFactor() >= Math.sqrt(growth)
                || (!state.signed && state.loss.greatestFactor() >= Math.sqrt(lossGrowth));
        return state.clearIf(!still);
    }

    private static boolean confirmed(State state) {
        return (!state.signed && state.loss.factor() >= CONFIRMING_LOSS) || state.update.factor() >= CONFIRMING_UPDATE;
    }

    private static void take(State state, Step step) {
        boolean follow = !state.firing();
        Double loss = step.getLoss();
        if (loss != null && Double.isFinite(loss)) {
            state.signed |= loss < 0;
            state.firstLoss = Double.isNaN(state.firstLoss) ? loss : state.firstLoss;
            state.loss.add(Math.abs(loss), step.getStep(), LOG_TOLERATED_LOSS, follow);
        }
        if (step.getGradientNorm() != null) {
            state.norm.add(step.getGradientNorm(), step.getStep(), LOG_TOLERATED, follow);
        }
        if (step.getUpdateRatio() != null) {
            state.update.add(step.getUpdateRatio(), step.getStep(), LOG_TOLERATED, follow);
        }
    }

    /**
     * @param threshold factor that was passed
     * @param loss whether it was passed by the loss, not by the gradient norm
     */
    private static Finding.Builder finding(
            Step step, State state, Severity severity, double threshold, boolean loss, DetectionContext context) {
        SustainedGrowth grown = loss ? state.loss : state.norm;
        String series = loss ? SeriesNames.LOSS : SeriesNames.GRADIENT_NORM;
        String what = loss ? "loss" : "gradient norm";
        double least = grown.factor() * grown.level();
        Finding.Builder finding = Finding.builder(
                        severity,
                        grown.since < 0 ? step.getStep() : grown.since,
                        "The %s was at least %.3g for %d steps, %.3g times its usual level of %.3g.",
                        what,
                        least,
                        grown.last.size(),
                        grown.factor(),
                        grown.level())
                .evidence(Reading.ratio(series, "growth of the " + what, grown.factor())
                        .atLeast(threshold))
                .evidence(Reading.level(series, "lowest " + what + " of late", least))
                .evidence(Reading.baseline(series, "usual " + what, grown.level()))
                .evidence(Reading.count("steps that far above", grown.last.size(), "steps"));
        return advised(finding, step, state, loss, context);
    }

    /** Gradients too large for any training, where the usual level of the run is not known. */
    private static Finding.Builder huge(Step step, State state, DetectionContext context) {
        double norm = context.curves().gradient.recent.last(0);
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        step.getStep(),
                        "The gradient norm is %.3g, and the loss does not fall: gradients above %.0e are no usual ones.",
                        norm,
                        HUGE)
                .evidence(Reading.level(SeriesNames.GRADIENT_NORM, "gradient norm", norm)
                        .above(HUGE));
        return advised(finding, step, state, false, context);
    }

    private static Finding.Builder advised(
            Finding.Builder finding, Step step, State state, boolean loss, DetectionContext context) {
        SustainedGrowth other = loss ? state.norm : state.loss;
        finding.evidence(Reading.circumstance(
                        loss ? SeriesNames.GRADIENT_NORM : SeriesNames.LOSS,
                        "growth of the " + (loss ? "gradient norm" : "loss"),
                        other.lastFactor())
                .in("times"));
        if (step.getLearningRate() != null) {
            finding.evidence(Reading.circumstance(SeriesNames.LEARNING_RATE, "learning rate", step.getLearningRate()));
        }
        finding.advice("exploding-gradient");
        if (state.norm.count > 0) {
            finding.remedy(
                    String.format(
                            Locale.ROOT, "Clip the global gradient norm near its usual %.3g.", state.norm.level()),
                    "K2");
        }
        return Diagnosis.of(Symptom.EXPLODES, context).addTo(finding);
    }
}
