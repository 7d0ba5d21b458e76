package io.gradwatch.detection.loss;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.curve.LossMeaning;
import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
import io.gradwatch.detection.sketch.AccuracySketch;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Role;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.detection.stats.Medians;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the loss is, beyond doubt, still within {@code improvement} of where it started.
 *
 * <p><b>Meaning</b> The network learns nothing. Usual causes: a learning rate too low, gradients that do not reach the
 * whole model, too much regularization, the wrong input to the loss, corrupted data (K4). A learning rate too high can
 * also end in a level that is never left (K13).
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank, before any smoothing, as means of at most 64 blocks
 * ({@link LossCurve}). A loss that takes both signs, or whose declared objective is a GAN's or reinforcement
 * learning's, is not judged: it is no measure of progress. Nor is a run that is right in 70 % of the cases, by the
 * accuracy that it sends: it has learnt before.
 *
 * <p><b>Statistic</b> {@link StartComparison}: an equivalence test, not a failed test for a fall. With A the level of
 * the start, B that of the later half and e the standard error of their difference, {@code (A - B + 2 e) / |A|} must be
 * below what is allowed, which grows with the exposure ({@link LossCurve#exposure}) up to {@code improvement}; the
 * smoothed blocks must stay within {@code improvement * |B|} and {@value #RANGE_DEVIATIONS} deviations of the noise;
 * and the loss may not have risen. What fell by {@value #SIGNIFICANT} standard errors is given {@value #HOLD_FALLEN}
 * times the exposure, what still falls (Mann-Kendall score below {@value #FALLING}) {@value #HOLD_FALLING} times. A run
 * whose blocks have {@value #LONG_BLOCK} values or more may not be below its first five values by {@code improvement}
 * and three deviations either: it learnt within the first block (own choice). A run that goes on from a checkpoint must
 * be quiet to {@value #QUIET} of its level.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice: calibrated on published logs and on synthetic healthy runs, see
 * docs/DETECTION_QUALITY.md. Lower {@code improvement} first if alerts are noisy.
 *
 * <p><b>Firing and recovery</b> From an exposure of {@value #FIRST_EXPOSURE} on (11 epochs with a value each, or 45
 * values and 6 epochs, or 3,000 values), warning. Recovered when the loss has fallen by twice {@code improvement}.
 *
 * <p><b>Cost and limits</b> 1 byte of state; O(64^2) where a block is complete, which for a long run is seldom. Known
 * false alarm: a run that begins to learn only after ten epochs at its first level. Misses a level that is reached only
 * after an initial fall; {@link ChanceLevelDetector} sees some of those.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class PlateauDetector extends SpecifiedDetector<FiringState> {

    static final ConfigKey<Double> IMPROVEMENT = ConfigKey.number(
            "improvement", 0.06, 0.001, 0.9, "Fall of the loss from its start below which nothing is learnt, a ratio.");

    /** Part of the improvement that is asked for at the first judgement; all of it is at four times the exposure. */
    private static final double FIRST_SHARE = 0.35;

    private static final double FIRST_EXPOSURE = 1.5;
    private static final double RANGE_DEVIATIONS = 3;
    private static final double SIGNIFICANT = 4;
    private static final double FALLING = -1.64;
    private static final double HOLD_FALLEN = 4;
    private static final double HOLD_FALLING = 20;
    private static final double GOOD_ACCURACY = 0.7;
    private static final double QUIET = 0.003;
    private static final int LONG_BLOCK = 500;

    /** For the service loader. */
    public PlateauDetector() {
        super(
                FiringState::new,
                DetectorSpec.of("plateau", AlertClass.PLATEAU, Severity.WARNING)
                        .judgesBy(Signal.LOSS)
                        .settings(IMPROVEMENT)
                        .as(Role.WITNESS));
    }

    @Override
    public Verdict onStep(FiringState state, Step step, DetectionContext context) {
        LossCurve loss = context.curves().loss;
        if (!context.curves().newLoss
                || !loss.blockCompleted
                || loss.blocks.size < StartComparison.FEWEST
                || loss.signed()) {
            return Verdict.UNCHANGED;
        }
        double exposure = loss.exposure();
        if (!state.firing() && exposure < FIRST_EXPOSURE) {
            return Verdict.UNCHANGED;
        }
        StartComparison now = StartComparison.of(loss);
        double improvement = context.setting(IMPROVEMENT);
        if (state.firing()) {
            return state.clearIf(!((now.start() - now.late()) / Math.abs(now.start()) < 2 * improvement));
        }
        if (level(now, loss, exposure, improvement) && !good(context.curves()) && LossMeaning.isError(context.run())) {
            return state.fire(finding(loss, now, context));
        }
        return Verdict.UNCHANGED;
    }

    private static boolean level(StartComparison now, LossCurve loss, double exposure, double improvement) {
        double allowed = Math.min(improvement, FIRST_SHARE * improvement * exposure);
        double still = improvement * Math.abs(now.late()) + RANGE_DEVIATIONS * now.noise();
        boolean same = now.improvementAtMost() < allowed
                && now.range() <= still
                && now.start() - now.late() > -improvement * Math.abs(now.start());
        return same
                && !fellInItsFirstBlock(now, loss, improvement)
                && exposure >= hold(now)
                && (!loss.resumed() || now.noise() < QUIET * Math.abs(now.late()));
    }

    /** In a block of thousands of values a network may do most of its learning, and the mean of it hides that. */
    private static boolean fellInItsFirstBlock(StartComparison now, LossCurve loss, double improvement) {
        double first = Medians.of(loss.start.first.clone());
        return loss.blocks.length >= LONG_BLOCK
                && first - now.late() > improvement * Math.abs(first)
                && loss.scaled(first) - loss.scaled(now.late()) > RANGE_DEVIATIONS * loss.noise();
    }

    /** A model that is right most of the time has learnt before. */
    private static boolean good(RunCurves curves) {
        AccuracySketch validation = curves.sketch.validationAccuracy;
        double accuracy = validation.count > 0 ? validation.recent.median(3) : curves.accuracy.last;
        return accuracy >= GOOD_ACCURACY;
    }

    /** A loss that falls, however little, is given more time. */
    private static double hold(StartComparison now) {
        return now.trend() < FALLING ? HOLD_FALLING : now.fallDeviations() >= SIGNIFICANT ? HOLD_FALLEN : 1;
    }

    private static Finding.Builder finding(LossCurve loss, StartComparison now, DetectionContext context) {
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        loss.firstStep,
                        "The loss has not moved from its start: %.4g at first, %.4g over the later half of %d values.",
                        now.start(),
                        now.late(),
                        loss.count)
                .evidence(Reading.share(SeriesNames.LOSS, "fall of the loss, at most", 100 * now.improvementAtMost())
                        .in("%")
                        .below(100 * context.setting(IMPROVEMENT)))
                .evidence(Reading.level(SeriesNames.LOSS, "loss over the later half", now.late()))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss at the start", now.start()))
                .evidence(Reading.count("values seen", loss.count, "values"))
                .evidence(Reading.count("epochs seen", loss.epochs(), "epochs"));
        return Diagnosis.of(Symptom.PLATEAUS, context).addTo(finding);
    }
}
