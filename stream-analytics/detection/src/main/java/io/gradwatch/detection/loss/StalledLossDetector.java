package io.gradwatch.detection.loss;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
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
import io.gradwatch.detection.stats.MannKendall;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.math.BigDecimal;

/**
 * Fires when the loss is the same to the last digit for {@code repeats} values in a row, more where it has few digits.
 *
 * <p><b>Meaning</b> Nothing reaches the parameters any more, or the loss no longer depends on them: a learning rate of
 * zero, an optimizer without parameters, dead units, saturated outputs, a reward that never comes (K4).
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank, as logged: rounding by the log is told from its digits.
 *
 * <p><b>Statistic</b> Equal values in a row: {@code repeats} of five significant digits or more, 1.75 times as many of
 * four, 3.75 times of fewer; not below {@value #CONVERGED} of the start, where a converged loss stands still. Exact
 * zeros count where the log is fine enough to show 1e-5. Also: the last eight values within 1e-5 of each other at the
 * level of the start without a trend, or, with one value an epoch, the first four within 1e-4.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice, docs/DETECTION_QUALITY.md.
 *
 * <p><b>Firing and recovery</b> At once, warning; recovered by the next value that differs.
 *
 * <p><b>Cost and limits</b> 1 byte of state, O(1) a value. Known false alarm: full-batch training that has converged at
 * the level at which it was continued.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class StalledLossDetector extends SpecifiedDetector<FiringState> {

    static final ConfigKey<Double> REPEATS = ConfigKey.number(
            "repeats", 8.0, 2, 1e6, "Values in a row of five digits or more that are the same, a count.");

    private static final double CONVERGED = 0.02;
    private static final int STILL_VALUES = 8;
    private static final double STILL_RANGE = 1e-5;
    private static final double LEVEL_OF_START = 0.9;
    private static final double NO_TREND = 1.96;
    private static final int FEWEST_EPOCHS = 4;
    private static final double EPOCHS_RANGE = 1e-4;
    private static final int FINE_DECIMALS = 5;
    private static final double FOUR_DIGITS = 1.75;
    private static final double FEW_DIGITS = 3.75;

    /** For the service loader. */
    public StalledLossDetector() {
        super(
                FiringState::new,
                DetectorSpec.of("stalled-loss", AlertClass.STALLED, Severity.WARNING)
                        .judgesBy(Signal.LOSS)
                        .settings(REPEATS)
                        .as(Role.WITNESS));
    }

    @Override
    public Verdict onStep(FiringState state, Step step, DetectionContext context) {
        LossCurve loss = context.curves().loss;
        if (!context.curves().newLoss) {
            return Verdict.UNCHANGED;
        }
        if (state.firing()) {
            return state.clearIf(loss.equal <= 1);
        }
        double repeats = context.setting(REPEATS);
        boolean same = loss.equal >= repeats && loss.equal >= repeats * patience(loss) && !converged(loss);
        if (!same && !still(loss)) {
            return Verdict.UNCHANGED;
        }
        return state.fire(finding(loss, same, context));
    }

    private static Finding.Builder finding(LossCurve loss, boolean same, DetectionContext context) {
        Finding.Builder finding = loss.equal > 1
                ? Finding.builder(
                        Severity.WARNING,
                        loss.equalSince,
                        "The loss is exactly %s since step %d.",
                        loss.last,
                        loss.equalSince)
                : Finding.builder(Severity.WARNING, loss.firstStep, "The loss stands still at %s.", loss.last);
        finding.evidence(Reading.level(SeriesNames.LOSS, "loss", loss.last))
                .evidence(Reading.count("equal values in a row", loss.equal, "values"))
                .evidence(Reading.circumstance(
                        SeriesNames.LEARNING_RATE, "learning rate", context.curves().gradient.lastLearningRate));
        if (loss.equal > 1) {
            finding.evidence(Reading.step("first step with that loss", loss.equalSince));
        }
        if (same) {
            finding.certain();
        }
        finding.advice("stalled-loss");
        return Diagnosis.of(Symptom.PLATEAUS, context).addTo(finding);
    }

    private static boolean converged(LossCurve loss) {
        return loss.last != 0 && Math.abs(loss.last) < CONVERGED * loss.start.level;
    }

    private static boolean still(LossCurve loss) {
        if (loss.perEpoch() && loss.count >= FEWEST_EPOCHS && loss.count < STILL_VALUES) {
            return range(loss, (int) loss.count) < EPOCHS_RANGE * loss.last;
        }
        return loss.recent.size() >= STILL_VALUES
                && loss.last > LEVEL_OF_START * loss.start.level
                && range(loss, STILL_VALUES) < STILL_RANGE * loss.last
                && Math.abs(trend(loss)) < NO_TREND;
    }

    private static double range(LossCurve loss, int values) {
        return loss.recent.greatest(values) - loss.recent.least(values);
    }

    private static double trend(LossCurve loss) {
        return MannKendall.z(loss.recent.latest(STILL_VALUES), 0);
    }

    private static double patience(LossCurve loss) {
        if (loss.last == 0) {
            boolean fine = Double.isInfinite(loss.smallest) || decimals(loss.smallest) >= FINE_DECIMALS;
            return fine ? FOUR_DIGITS : Double.POSITIVE_INFINITY;
        }
        int digits = digits(loss.last);
        return digits >= 5 ? 1 : digits == 4 ? FOUR_DIGITS : FEW_DIGITS;
    }

    /** Digits behind the point in the shortest text that is this number. */
    private static int decimals(double value) {
        return Math.max(
                0, new BigDecimal(Double.toString(value)).stripTrailingZeros().scale());
    }

    /** Significant decimal digits of the shortest text that is this number. */
    private static int digits(double value) {
        String text = Double.toString(Math.abs(value)).replaceAll("E.*", "").replace(".", "");
        return text.replaceAll("^0+", "").replaceAll("0+$", "").length();
    }
}
