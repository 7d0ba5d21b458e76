package io.gradwatch.detection.generalisation;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.curve.ScoreCurve;
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
import java.util.List;
import java.util.Set;

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
                DetectorSpec.of(
                        "no-generalisation",
                        AlertClass.OVERFITTING,
                        Severity.WARNING,
                        List.of(
                                Set.of(Signal.LOSS, Signal.EVALUATION_LOSS),
                                Set.of(Signal.TRAINING_METRICS, Signal.EVALUATION_METRICS)),
                        LEARNT,
                        NEVER));
    }

    @Override
    public Verdict onEvaluation(FiringState state, Evaluation evaluation, DetectionContext context) {
        LossCurve loss = context.curves().loss;
        ScoreCurve score = context.curves().score;
        if (byHeart(score) && !state.firing()) {
            return state.fire(byHeart(loss.firstStep, score, evaluation));
        }
        double first = Math.max(loss.start.first[0], loss.start.first[1]);
        if (score.losses.count < FEWEST_FAR || !(loss.count >= 2) || !(first > 0) || loss.signed()) {
            return Verdict.UNCHANGED;
        }
        double ratio = score.bestLoss / first;
        if (state.firing()) {
            return state.clearIf(!(ratio > context.setting(NEVER) || byHeart(score)));
        }
        boolean learnt = loss.recent.median(3) <= context.setting(LEARNT) * first;
        boolean never = ratio >= context.setting(NEVER) && (score.losses.count >= FEWEST || ratio >= FAR);
        if (!learnt || !never) {
            return Verdict.UNCHANGED;
        }
        return state.fire(finding(loss, first, score, evaluation, context));
    }

    private static boolean byHeart(ScoreCurve score) {
        return score.accuracies.count >= FEWEST
                && score.bestTrainingAccuracy >= KNOWN_BY_HEART
                && score.bestTrainingAccuracy - score.bestAccuracy >= FAR_BELOW
                && score.bestAccuracy - score.firstAccuracy < GAINED;
    }

    /** @param first first training loss */
    private static Finding.Builder finding(
            LossCurve loss, double first, ScoreCurve score, Evaluation evaluation, DetectionContext context) {
        double now = loss.recent.median(3);
        String series = SeriesNames.ofEvaluation(evaluation.getSplit(), SeriesNames.LOSS);
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        loss.firstStep,
                        "Training learns, validation does not: the training loss fell from %.3g to %.3g, the validation loss"
                                + " was never below %.3g.",
                        first,
                        now,
                        score.bestLoss)
                .split(evaluation.getSplit())
                .evidence(Reading.ratio(
                                series, "least validation loss over the first training loss", score.bestLoss, first)
                        .atLeast(context.setting(NEVER)))
                .evidence(Reading.level(series, "least validation loss", score.bestLoss))
                .evidence(Reading.baseline(series, "first training loss", first))
                .evidence(Reading.ratio(SeriesNames.LOSS, "training loss over its first value", now, first)
                        .atMost(context.setting(LEARNT)))
                .evidence(Reading.level(SeriesNames.LOSS, "training loss", now))
                .evidence(Reading.baseline(SeriesNames.LOSS, "first training loss", first));
        return advised(finding);
    }

    /** By accuracy. */
    private static Finding.Builder byHeart(long firstStep, ScoreCurve score, Evaluation evaluation) {
        String series = SeriesNames.ofEvaluation(evaluation.getSplit(), "accuracy");
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        firstStep,
                        "Training is learnt by heart: its accuracy reached %.3g, that of validation went from %.3g to at"
                                + " most %.3g.",
                        score.bestTrainingAccuracy,
                        score.firstAccuracy,
                        score.bestAccuracy)
                .split(evaluation.getSplit())
                .evidence(Reading.level(series, "best validation accuracy", score.bestAccuracy))
                .evidence(Reading.baseline(series, "first validation accuracy", score.firstAccuracy))
                .evidence(Reading.level("accuracy", "best training accuracy", score.bestTrainingAccuracy)
                        .atLeast(KNOWN_BY_HEART));
        return advised(finding);
    }

    private static Finding.Builder advised(Finding.Builder finding) {
        return finding.advice("no-generalisation");
    }
}
