package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.curve.ScoreCurve;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import java.util.Locale;

/** Says what training learnt and validation did not. */
final class NoGeneralisationFinding {

    private NoGeneralisationFinding() {}

    /** @param first first training loss */
    static Finding of(LossCurve loss, double first, ScoreCurve score, Evaluation evaluation, DetectionContext context) {
        double now = loss.recent.median(3);
        String summary = String.format(
                Locale.ROOT,
                "Training learns, validation does not: the training loss fell from %.3g to %.3g, the validation loss was"
                        + " never below %.3g.",
                first,
                now,
                score.bestLoss);
        Finding.Builder finding = Finding.builder(Severity.WARNING, loss.firstStep, summary)
                .split(evaluation.getSplit())
                .evidence(
                        "least validation loss over the first training loss",
                        score.bestLoss / first,
                        "",
                        ">=",
                        context.setting(NoGeneralisationDetector.NEVER))
                .evidence(
                        "training loss over its first value",
                        now / first,
                        "",
                        "<=",
                        context.setting(NoGeneralisationDetector.LEARNT));
        return advised(finding);
    }

    /** By accuracy. */
    static Finding byHeart(long firstStep, ScoreCurve score, Evaluation evaluation) {
        String summary = String.format(
                Locale.ROOT,
                "Training is learnt by heart: its accuracy reached %.3g, that of validation went from %.3g to at most %.3g.",
                score.bestTrainingAccuracy,
                score.firstAccuracy,
                score.bestAccuracy);
        Finding.Builder finding = Finding.builder(Severity.WARNING, firstStep, summary)
                .split(evaluation.getSplit())
                .evidence("best training accuracy", score.bestTrainingAccuracy, "")
                .evidence("best validation accuracy", score.bestAccuracy, "")
                .evidence("first validation accuracy", score.firstAccuracy, "");
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
