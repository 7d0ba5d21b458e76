package io.gradwatch.detection.generalisation;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.sketch.AccuracySketch;
import io.gradwatch.detection.sketch.SeriesSketch;
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
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the training loss has fallen to {@code learnt} of its first value while no validation loss was ever below
 * {@code never} of it, or training is right in 95 % of the cases and validation has not gained 10 %.
 *
 * <p><b>Meaning</b> The network learns the training data by heart and nothing else. Usual causes: too few data, labels
 * of the validation set in another order than its features, validation data that are preprocessed differently or come
 * from elsewhere (K17, K21).
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank and the loss of the {@link Evaluation}s on the train-val
 * split.
 *
 * <p><b>Statistic</b> With f the higher of the first two training losses: median of the last three training losses at
 * most {@code learnt * f}, and the least validation loss at least {@code never * f}, after {@value #FEWEST}
 * evaluations, or {@value #FEWEST_FAR} where it is {@value #FAR} times f. Or, by accuracy (0 to 1): the best of
 * training at least {@value #KNOWN_BY_HEART} and {@value #FAR_BELOW} above the best of validation, which is less than
 * {@value #GAINED} above its first.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice, docs/DETECTION_QUALITY.md.
 *
 * <p><b>Firing and recovery</b> At an evaluation, warning; recovered when one falls below {@code never * f}.
 *
 * <p><b>Cost and limits</b> 1 byte of state, O(1) a value. Misses runs whose first training loss is that of a bad
 * initialisation.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class NoGeneralisationDetector extends SpecifiedDetector<FiringState> {

    static final ConfigKey<Double> LEARNT = ConfigKey.number(
            "learnt", 0.3, 0.01, 0.9, "Training loss over its first value below which training has learnt, a ratio.");
    static final ConfigKey<Double> NEVER = ConfigKey.number(
            "never",
            0.95,
            0.1,
            10,
            "Least validation loss over the first training loss above which it did not, a ratio.");

    private static final int FEWEST = 4;
    private static final int FEWEST_FAR = 3;
    private static final double FAR = 2;
    static final double KNOWN_BY_HEART = 0.95;
    private static final double FAR_BELOW = 0.3;
    private static final double GAINED = 0.1;

    /** For the service loader. */
    public NoGeneralisationDetector() {
        super(
                FiringState::new,
                DetectorSpec.of("no-generalisation", AlertClass.OVERFITTING, Severity.WARNING)
                        .judgesBy(Signal.LOSS, Signal.EVALUATION_LOSS)
                        .judgesBy(Signal.TRAINING_METRICS, Signal.EVALUATION_METRICS)
                        .settings(LEARNT, NEVER));
    }

    @Override
    public Verdict onEvaluation(FiringState state, Evaluation evaluation, DetectionContext context) {
        RunCurves curves = context.curves();
        LossCurve loss = curves.loss;
        SeriesSketch validation = curves.sketch.validation;
        if (byHeart(curves) && !state.firing()) {
            return state.fire(byHeart(curves, evaluation));
        }
        double first = Math.max(loss.start.first[0], loss.start.first[1]);
        if (validation.count < FEWEST_FAR || !(loss.count >= 2) || !(first > 0) || loss.signed()) {
            return Verdict.UNCHANGED;
        }
        double ratio = validation.lowest / first;
        if (state.firing()) {
            return state.clearIf(!(ratio > context.setting(NEVER) || byHeart(curves)));
        }
        boolean learnt = loss.recent.median(3) <= context.setting(LEARNT) * first;
        boolean never = ratio >= context.setting(NEVER) && (validation.count >= FEWEST || ratio >= FAR);
        if (!learnt || !never) {
            return Verdict.UNCHANGED;
        }
        return state.fire(finding(loss, first, validation, evaluation, context));
    }

    private static boolean byHeart(RunCurves curves) {
        AccuracySketch validation = curves.sketch.validationAccuracy;
        return validation.count >= FEWEST
                && curves.accuracy.best >= KNOWN_BY_HEART
                && curves.accuracy.best - validation.best >= FAR_BELOW
                && validation.best - validation.first < GAINED;
    }

    /** @param first first training loss */
    private static Finding.Builder finding(
            LossCurve loss, double first, SeriesSketch validation, Evaluation evaluation, DetectionContext context) {
        double now = loss.recent.median(3);
        String series = SeriesNames.ofEvaluation(evaluation.getSplit(), SeriesNames.LOSS);
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        loss.firstStep,
                        "Training learns, validation does not: the training loss fell from %.3g to %.3g, the validation loss"
                                + " was never below %.3g.",
                        first,
                        now,
                        validation.lowest)
                .split(evaluation.getSplit())
                .evidence(Reading.ratio(
                                series, "least validation loss over the first training loss", validation.lowest, first)
                        .atLeast(context.setting(NEVER)))
                .evidence(Reading.level(series, "least validation loss", validation.lowest))
                .evidence(Reading.baseline(series, "first training loss", first))
                .evidence(Reading.ratio(SeriesNames.LOSS, "training loss over its first value", now, first)
                        .atMost(context.setting(LEARNT)))
                .evidence(Reading.level(SeriesNames.LOSS, "training loss", now))
                .evidence(Reading.baseline(SeriesNames.LOSS, "first training loss", first));
        return advised(finding);
    }

    /** By accuracy. */
    private static Finding.Builder byHeart(RunCurves curves, Evaluation evaluation) {
        AccuracySketch validation = curves.sketch.validationAccuracy;
        String series = SeriesNames.ofEvaluation(evaluation.getSplit(), "accuracy");
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        curves.loss.firstStep,
                        "Training is learnt by heart: its accuracy reached %.3g, that of validation went from %.3g to at"
                                + " most %.3g.",
                        curves.accuracy.best,
                        validation.first,
                        validation.best)
                .split(evaluation.getSplit())
                .evidence(Reading.level(series, "best validation accuracy", validation.best))
                .evidence(Reading.baseline(series, "first validation accuracy", validation.first))
                .evidence(Reading.level("accuracy", "best training accuracy", curves.accuracy.best)
                        .atLeast(KNOWN_BY_HEART));
        return advised(finding);
    }

    private static Finding.Builder advised(Finding.Builder finding) {
        return finding.advice("no-generalisation");
    }
}
