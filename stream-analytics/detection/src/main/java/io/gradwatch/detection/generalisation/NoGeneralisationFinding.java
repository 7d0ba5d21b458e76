package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.curve.ScoreCurve;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.series.SeriesNames;

/** A training that is learnt and a validation that is not. */
final class NoGeneralisationFinding {

    private NoGeneralisationFinding() {}

    /** @param first first training loss */
    static Finding of(LossCurve loss, double first, ScoreCurve score, Evaluation evaluation, DetectionContext context) {
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
                        .atLeast(context.setting(NoGeneralisationDetector.NEVER)))
                .evidence(Reading.level(series, "least validation loss", score.bestLoss))
                .evidence(Reading.baseline(series, "first training loss", first))
                .evidence(Reading.ratio(SeriesNames.LOSS, "training loss over its first value", now, first)
                        .atMost(context.setting(NoGeneralisationDetector.LEARNT)))
                .evidence(Reading.level(SeriesNames.LOSS, "training loss", now))
                .evidence(Reading.baseline(SeriesNames.LOSS, "first training loss", first));
        return advised(finding);
    }

    /** By accuracy. */
    static Finding byHeart(long firstStep, ScoreCurve score, Evaluation evaluation) {
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
                        .atLeast(NoGeneralisationDetector.KNOWN_BY_HEART));
        return advised(finding);
    }

    private static Finding advised(Finding.Builder finding) {
        return finding.cause("There are too few training data for the size of the model.", "K17")
                .cause("Labels of the validation set are out of order against its features.", "K21")
                .cause("The validation data are preprocessed differently, or come from another distribution.", "K18")
                .remedy(
                        "Look at a few validation examples with their labels just before they enter the network.",
                        "K21")
                .remedy("Evaluate on a part of the training set: if that is bad too, the evaluation is wrong.", "K9")
                .remedy("Add training data.", "K17")
                .remedy("Augment the training data, or add normalization and regularization.", "K17")
                .build();
    }
}
