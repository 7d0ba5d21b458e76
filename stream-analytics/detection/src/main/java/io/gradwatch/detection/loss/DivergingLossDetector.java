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
import io.gradwatch.detection.spi.DetectorSpec.Role;
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
 * Fires when the loss has risen by {@code factor} from its best level and keeps rising, or lies far above its start.
 *
 * <p><b>Meaning</b> Training undoes what it had learnt, or never learnt. Usual causes: a flipped sign, a learning rate
 * too high, softmax over the wrong dimension, data that changed (K1).
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank, before any smoothing. A loss that takes both signs is
 * not judged.
 *
 * <p><b>Statistic</b> {@link Rise} on the means of blocks. Risen: {@code now - best} is at least {@code ln factor},
 * {@value #DEVIATIONS} standard errors, {@value #LOST} of the progress made before, and twice what the loss ever rose
 * and came back from; the progress was worth a factor of 1.6, and took at least as long as the rise. Where the run goes
 * on from a checkpoint its progress was made before. Never learnt: {@value #FAR_ABOVE} times the start, beyond the
 * noise. Early: eight of the first twenty values in a row above {@value #EARLY_FACTOR} times the first two.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice, docs/DETECTION_QUALITY.md. Raise {@code factor} first if alerts
 * are noisy.
 *
 * <p><b>Firing and recovery</b> Where a block is complete, critical. Recovered when the rise is below half of {@code ln
 * factor}.
 *
 * <p><b>Cost and limits</b> 1 byte of state, O(64) where a block is complete. Known false alarm: a value function whose
 * returns grow. Misses rises that give up little of the progress.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class DivergingLossDetector extends SpecifiedDetector<FiringState> {

    static final ConfigKey<Double> FACTOR =
            ConfigKey.number("factor", 2.0, 1.05, 1e6, "Loss over its best level, a factor.");

    private static final int FEWEST_VALUES = 20;
    private static final double DEVIATIONS = 6;
    private static final double LOST = 0.35;
    private static final double PROGRESS = 0.5;
    private static final double WANDER = 2;
    private static final double FAR_ABOVE = 30;
    private static final int EARLY_VALUES = 20;
    private static final int EARLY_IN_ROW = 8;
    static final double EARLY_FACTOR = 3;

    /** For the service loader. */
    public DivergingLossDetector() {
        super(
                FiringState::new,
                DetectorSpec.of("diverging-loss", AlertClass.DIVERGING, Severity.CRITICAL)
                        .judgesBy(Signal.LOSS)
                        .settings(FACTOR)
                        .as(Role.WITNESS));
    }

    @Override
    public Verdict onStep(FiringState state, Step step, DetectionContext context) {
        LossCurve loss = context.curves().loss;
        if (!context.curves().newLoss || loss.signed() || !(loss.start.level > 0)) {
            return Verdict.UNCHANGED;
        }
        if (!state.firing() && early(loss) && LossMeaning.isError(context.run())) {
            return state.fire(early(loss, context));
        }
        if (!loss.blockCompleted || loss.blocks.size < Rise.FEWEST) {
            return Verdict.UNCHANGED;
        }
        Rise rise = Rise.of(loss);
        double needed = Math.log(context.setting(FACTOR));
        if (state.firing()) {
            return state.clearIf(!(rise.rise() >= needed / 2 || rise.now() - rise.top() >= needed / 2));
        }
        if ((risen(rise, needed, loss) || rise.now() - rise.top() >= Math.log(FAR_ABOVE))
                && rise.rise() >= DEVIATIONS * Rise.error(loss)
                && LossMeaning.isError(context.run())) {
            return state.fire(finding(loss, rise, context));
        }
        return Verdict.UNCHANGED;
    }

    private static boolean risen(Rise rise, double needed, LossCurve loss) {
        boolean progressed = loss.resumed() || (rise.drop() >= PROGRESS && rise.best() >= rise.blocks() / 2);
        return loss.count >= FEWEST_VALUES
                && loss.bestBlock > 0
                && progressed
                && rise.rise() >= needed
                && rise.rise() >= LOST * rise.drop()
                && rise.rise() >= WANDER * rise.wander();
    }

    private static boolean early(LossCurve loss) {
        if (loss.count > EARLY_VALUES || loss.count < EARLY_IN_ROW + 2) {
            return false;
        }
        double bar = EARLY_FACTOR * Math.max(loss.start.first[0], loss.start.first[1]);
        return loss.recent.least(EARLY_IN_ROW) > bar;
    }

    /** It left its start upwards within the first values. */
    private static Finding.Builder early(LossCurve loss, DetectionContext context) {
        double first = loss.start.first[0];
        Finding.Builder finding = Finding.builder(
                        Severity.CRITICAL,
                        loss.firstStep,
                        "The loss went up from the first steps on: it started at %.3g and is %.3g.",
                        first,
                        loss.last)
                .evidence(Reading.ratio(SeriesNames.LOSS, "loss over its start", loss.last, first)
                        .above(EARLY_FACTOR))
                .evidence(Reading.level(SeriesNames.LOSS, "loss", loss.last))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss at the start", first));
        return Diagnosis.of(Symptom.GOES_UP, context).addTo(finding);
    }

    private static Finding.Builder finding(LossCurve loss, Rise rise, DetectionContext context) {
        double now = loss.unscaled(rise.now());
        double best = loss.unscaled(rise.least());
        double factor = context.setting(FACTOR);
        Reading ratio = Reading.ratio(SeriesNames.LOSS, "rise of the loss", now, best);
        Finding.Builder finding = Finding.builder(
                        Severity.CRITICAL,
                        loss.stepOf(rise.best()),
                        "The loss goes up: its best level was %.3g near step %d, it is %.3g now.",
                        best,
                        loss.stepOf(rise.best()),
                        now)
                .evidence(ratio.value() >= factor ? ratio.atLeast(factor) : ratio)
                .evidence(Reading.level(SeriesNames.LOSS, "loss now", now))
                .evidence(Reading.baseline(SeriesNames.LOSS, "best loss", best))
                .evidence(Reading.step("step of the best", loss.stepOf(rise.best())))
                .evidence(Reading.certainty(
                        SeriesNames.LOSS, "rise over its standard error", rise.rise() / Rise.error(loss)))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss at the start", loss.start.level));
        return Diagnosis.of(Symptom.GOES_UP, context).addTo(finding);
    }
}
