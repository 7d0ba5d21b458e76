package io.gradwatch.detection.loss;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.curve.LossMeaning;
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
 * Fires when eight losses in a row lie at least {@code factor} above the best level, and beyond the noise.
 *
 * <p><b>Meaning</b> Something changed at one step and the run does not come back from it: a changed learning rate, data
 * that became different, dead units, a wrong checkpoint (K1).
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank, before any smoothing. A loss that takes both signs is
 * not judged.
 *
 * <p><b>Statistic</b> The least of the last eight values against {@link Rise}, on the scale of {@link LossCurve}. The
 * shift must be at least {@code ln factor}, {@value #DEVIATIONS} standard errors, {@value #LOST} of the progress made
 * before, which must itself be worth a factor of 1.6, and twice what the loss ever rose and came back from; and the
 * best must lie in the later half of what was seen, so that a loss that wanders by nature, as in reinforcement learning
 * and GANs, is its own yardstick. A learning rate that went back up (a warm restart) excuses a shift that stays below
 * the start.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice, docs/DETECTION_QUALITY.md. Raise {@code factor} first if alerts
 * are noisy.
 *
 * <p><b>Firing and recovery</b> At the eighth value, warning; recovered when one of the last eight is back by half.
 *
 * <p><b>Cost and limits</b> 1 byte of state, O(1) a value, O(64) where the last eight are high. Misses shifts that give
 * up little of the progress.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class LevelShiftDetector extends SpecifiedDetector<FiringState> {

    static final ConfigKey<Double> FACTOR =
            ConfigKey.number("factor", 1.8, 1.05, 1e6, "Loss over its best level, a factor.");

    private static final int VALUES = 8;
    private static final double DEVIATIONS = 6;
    private static final double LOST = 0.35;
    private static final double PROGRESS = 0.5;
    private static final double WANDER = 2;

    /** For the service loader. */
    public LevelShiftDetector() {
        super(
                FiringState::new,
                DetectorSpec.of("level-shift", AlertClass.DIVERGING, Severity.WARNING)
                        .judgesBy(Signal.LOSS)
                        .settings(FACTOR));
    }

    @Override
    public Verdict onStep(FiringState state, Step step, DetectionContext context) {
        LossCurve loss = context.curves().loss;
        if (!context.curves().newLoss
                || loss.count < 4 * VALUES
                || loss.signed()
                || !(loss.bestBlock > 0)
                || loss.blocks.size < Rise.FEWEST) {
            return Verdict.UNCHANGED;
        }
        double factor = context.setting(FACTOR);
        if (!state.firing() && loss.recent.last(0) < factor * loss.bestBlock) {
            return Verdict.UNCHANGED;
        }
        double lowest = loss.recent.least(VALUES);
        if (state.firing()) {
            return state.clearIf(!(lowest > (1 + factor) / 2 * loss.bestBlock));
        }
        if (lowest < factor * loss.bestBlock) {
            return Verdict.UNCHANGED;
        }
        Rise rise = Rise.of(loss);
        double shift = loss.scaled(lowest) - rise.least();
        boolean restart = context.curves().gradient.stepsSinceRestart < 4 * VALUES && loss.last < loss.start.level;
        boolean shifted = !restart
                && shift >= Math.log(factor)
                && rise.drop() >= PROGRESS
                && shift >= LOST * rise.drop()
                && shift >= WANDER * rise.wander()
                && rise.best() >= rise.blocks() / 2
                && shift >= DEVIATIONS * Math.max(Rise.error(loss), loss.noise() * Math.sqrt(0.5));
        if (!shifted || !LossMeaning.isError(context.run())) {
            return Verdict.UNCHANGED;
        }
        return state.fire(finding(loss, lowest, rise, context));
    }

    private static Finding.Builder finding(LossCurve loss, double lowest, Rise rise, DetectionContext context) {
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        loss.stepOf(rise.best()),
                        "The loss stepped up and stays there: the last %d values are at least %.3g, the best level was"
                                + " %.3g.",
                        VALUES,
                        lowest,
                        loss.bestBlock)
                .evidence(Reading.ratio(SeriesNames.LOSS, "loss over its best level", lowest, loss.bestBlock)
                        .atLeast(context.setting(FACTOR)))
                .evidence(Reading.level(SeriesNames.LOSS, "lowest loss of late", lowest))
                .evidence(Reading.baseline(SeriesNames.LOSS, "best loss", loss.bestBlock))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss at the start", loss.start.level))
                .evidence(Reading.count("values in a row", VALUES, "values"));
        return Diagnosis.of(Symptom.GOES_UP, context).addTo(finding);
    }
}
