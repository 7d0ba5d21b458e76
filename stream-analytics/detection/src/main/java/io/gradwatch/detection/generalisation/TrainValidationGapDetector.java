package io.gradwatch.detection.generalisation;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.diagnosis.OverfittingAdvice;
import io.gradwatch.detection.sketch.Gap;
import io.gradwatch.detection.sketch.GapSeries;
import io.gradwatch.detection.sketch.TrainingError;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the validation error has risen from its best by at least {@code rise}, more than its noise explains, while
 * the training error has fallen by at least {@code fall} since then.
 *
 * <p><b>Meaning</b> From the best on the network learns what holds for the training data only (variance, K15). Usual
 * causes: too little data for the size of the model, too little regularization, training for too long.
 *
 * <p><b>Input</b> Loss of each {@link Evaluation} on the train-val or the test-val split, else 1 - accuracy; the
 * training error is that of evaluations on the train split, else the mean loss of the {@link Step}s since the last
 * evaluation. Both 0 or more; other values are left out, and a run without training errors is not judged.
 *
 * <p><b>Statistic</b> {@link Gap}: on logarithms in at most 64 blocks, {@code rise = median(last blocks) - best}; fires
 * when rise, deviations ≥ {@code deviations + sqrt(2 ln n)}, fall of training and {@code share} of the earlier fall of
 * validation are all reached, at least two blocks after the best, and the rise is at least twice what validation ever
 * rose before a better value. From the fourth evaluation on.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Source: replays of published logs; the square root pays for choosing the
 * best of n. Raise {@code rise} first if alerts are noisy.
 *
 * <p><b>Firing and recovery</b> Warning, with the split. Info where training has halved since the best while validation
 * merely stopped falling for a third of the run. Recovered when the rise is less than half of {@code rise}.
 *
 * <p><b>Cost and limits</b> 1.8 KB of state a run and validation split, O(1) a step, O(64 log 64) an evaluation. Misses
 * rises below 10 % and slow ones in strong noise. Validation that wanders, with noise that lasts for many evaluations,
 * can alarm.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class TrainValidationGapDetector extends SpecifiedDetector<TrainValidationGapDetector.State> {

    static final ConfigKey<Double> RISE = ConfigKey.number(
            "rise", 0.1, 0.01, 10, "Rise of the validation error from its best, in natural logarithms.");
    static final ConfigKey<Double> DEVIATIONS = ConfigKey.number(
            "deviations", 2.0, 0, 100, "Rise over its standard error, beyond what choosing the best explains.");
    static final ConfigKey<Double> FALL = ConfigKey.number(
            "fall", 0.05, 0.01, 10, "Fall of the training error since the best, in natural logarithms.");
    static final ConfigKey<Double> SHARE = ConfigKey.number(
            "share", 0.2, 0, 10, "Rise over the fall of the validation error before the best, a ratio.");

    private static final double WANDER_FACTOR = 2;
    static final double HALVED = Math.log(2);

    /** For the service loader. */
    public TrainValidationGapDetector() {
        super(
                State::new,
                DetectorSpec.of("train-validation-gap", AlertClass.OVERFITTING, Severity.WARNING)
                        .judgesBy(Signal.LOSS, Signal.EVALUATION_LOSS)
                        .judgesBy(Signal.TRAINING_METRICS, Signal.EVALUATION_METRICS)
                        .settings(RISE, DEVIATIONS, FALL, SHARE));
    }

    /** Errors of a run. A plain state. */
    public static class State extends FiringState {
        /** Training error since the last evaluation. */
        public TrainingError training = new TrainingError();
        /** Against the train-val split. */
        public GapSeries trainVal = new GapSeries();
        /** Against the test-val split, null before its first evaluation. */
        public GapSeries testVal;
        /** True if the open alert is about the test-val split. */
        public boolean aboutTestVal;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        state.training.take(step);
        return Verdict.UNCHANGED;
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        if (evaluation.getSplit() == Split.TRAIN) {
            state.training.take(evaluation);
        }
        boolean testVal = evaluation.getSplit() == Split.TEST_VAL;
        if (!testVal && evaluation.getSplit() != Split.TRAIN_VAL) {
            return Verdict.UNCHANGED;
        }
        double error = state.training.comparable(evaluation);
        double training = state.training.log();
        if (testVal && state.testVal == null) {
            state.testVal = new GapSeries();
        }
        GapSeries series = testVal ? state.testVal : state.trainVal;
        if (!(error >= 0)
                || !Double.isFinite(error + training)
                || !series.add(error, training, evaluation.getStep())
                || series.validation.size < Gap.FEWEST) {
            return Verdict.UNCHANGED;
        }
        return judge(state, testVal, evaluation, Gap.of(series), context);
    }

    private static Verdict judge(
            State state, boolean testVal, Evaluation evaluation, Gap gap, DetectionContext context) {
        Severity severity = severity(gap, context);
        if (severity != null && (!state.firing() || severity.compareTo(state.open) > 0)) {
            state.aboutTestVal = testVal;
            return state.fire(finding(gap, severity, evaluation, context));
        }
        boolean over = gap.rise() < context.setting(RISE) / 2 && severity == null;
        return state.clearIf(over && state.aboutTestVal == testVal);
    }

    private static Severity severity(Gap gap, DetectionContext context) {
        boolean worse = gap.rise() >= context.setting(RISE)
                && gap.deviations() >= gap.needed(context.setting(DEVIATIONS))
                && gap.fall() >= context.setting(FALL)
                && gap.share() >= context.setting(SHARE)
                && gap.rise() >= WANDER_FACTOR * gap.wander()
                && gap.since() >= 2;
        boolean apart = gap.levelFall() >= HALVED && 3 * gap.level() >= gap.blocks() && gap.level() >= Gap.FEWEST;
        return worse ? Severity.WARNING : apart ? Severity.INFO : null;
    }

    private static Finding.Builder finding(
            Gap gap, Severity severity, Evaluation evaluation, DetectionContext context) {
        boolean byLoss = evaluation.getLoss() != null;
        String what = byLoss ? "loss" : "error";
        String series = SeriesNames.ofEvaluation(evaluation.getSplit(), byLoss ? SeriesNames.LOSS : "accuracy");
        Finding.Builder finding =
                severity == Severity.INFO ? apart(gap, what, series) : worse(gap, severity, what, series, context);
        finding.split(evaluation.getSplit());
        // The series of an error by accuracy is the accuracy: levels of the error are none of it.
        String levels = byLoss ? series : "";
        finding.evidence(Reading.level(levels, "validation " + what, gap.lastError()))
                .evidence(Reading.baseline(levels, "best validation " + what, gap.bestError()))
                .evidence(Reading.step("step of the best", gap.bestStep()));
        return OverfittingAdvice.addTo(finding, gap.bestStep(), context.run());
    }

    private static Finding.Builder worse(
            Gap gap, Severity severity, String what, String series, DetectionContext context) {
        double rise = context.setting(RISE);
        double fall = context.setting(FALL);
        double needed = gap.needed(context.setting(DEVIATIONS));
        return Finding.builder(
                        severity,
                        gap.nextStep(),
                        "The validation %s rose from %.3g at step %d to %.3g, while the training %s fell by %.0f %%.",
                        what,
                        gap.bestError(),
                        gap.bestStep(),
                        gap.lastError(),
                        what,
                        fallen(gap.fall()))
                .evidence(rise(gap, what, series).atLeast(risen(rise)))
                .evidence(Reading.certainty(series, "rise over its standard error", gap.deviations())
                        .atLeast(needed))
                .evidence(fall(what, gap.fall()).atLeast(fallen(fall)));
    }

    private static Finding.Builder apart(Gap gap, String what, String series) {
        return Finding.builder(
                        Severity.INFO,
                        gap.nextStep(),
                        "The validation %s is no better than its %.3g of step %d, while the training %s fell by"
                                + " %.0f %%.",
                        what,
                        gap.bestError(),
                        gap.bestStep(),
                        what,
                        fallen(gap.levelFall()))
                .evidence(rise(gap, what, series))
                .evidence(fall(what, gap.levelFall()).atLeast(fallen(HALVED)));
    }

    private static Reading rise(Gap gap, String what, String series) {
        return Reading.share(series, "rise of the validation " + what, risen(gap.rise()))
                .in("%");
    }

    private static Reading fall(String what, double fall) {
        return Reading.share("fall of the training " + what, fallen(fall)).in("%");
    }

    /** Growth that a natural logarithm of a ratio means, in per cent. */
    private static double risen(double logRatio) {
        return 100 * Math.expm1(logRatio);
    }

    /** Loss that a natural logarithm of a ratio means, in per cent. */
    private static double fallen(double logRatio) {
        return -100 * Math.expm1(-logRatio);
    }
}
