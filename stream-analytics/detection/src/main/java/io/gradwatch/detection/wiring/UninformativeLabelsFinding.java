package io.gradwatch.detection.wiring;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.series.SeriesNames;

/** Labels of which nothing but the training set is learnt, and why probably. */
final class UninformativeLabelsFinding {

    private UninformativeLabelsFinding() {}

    static Finding of(
            UninformativeLabelsDetector.State state, Evaluation evaluation, int classes, DetectionContext context) {
        double chance = CrossEntropy.chance(classes);
        Double accuracy =
                UninformativeLabelsDetector.finite(evaluation.getMetrics().get("accuracy"));
        Finding.Builder finding = Finding.builder(
                        state.open,
                        state.since,
                        "All %d evaluations are no better than chance among %d classes, while the training loss fell to %.3g.",
                        state.atChance,
                        classes,
                        state.loss.value())
                .evidence(Reading.count("evaluations", state.atChance, "evaluations")
                        .atLeast(context.setting(UninformativeLabelsDetector.EVALUATIONS)))
                .evidence(Reading.count("classes", classes, "classes"))
                .split(evaluation.getSplit())
                .evidence(Reading.level(SeriesNames.LOSS, "training loss", state.loss.value())
                        .atMost(context.setting(UninformativeLabelsDetector.MEMORISED) * chance));
        if (UninformativeLabelsDetector.finite(evaluation.getLoss()) != null) {
            finding.evidence(Reading.level(
                            SeriesNames.ofEvaluation(evaluation.getSplit(), SeriesNames.LOSS),
                            "evaluation loss",
                            evaluation.getLoss())
                    .atLeast(UninformativeLabelsDetector.NEAR * chance));
        }
        if (accuracy != null) {
            finding.evidence(Reading.level(
                            SeriesNames.ofEvaluation(evaluation.getSplit(), "accuracy"),
                            "evaluation accuracy",
                            accuracy)
                    .atMost(UninformativeLabelsDetector.ACCURACY / classes));
        }
        return finding.cause("Labels are out of order against the features, in training or in validation.", "K21")
                .cause("The labels carry no signal: they are noisy or random.", "K21")
                .cause("The evaluation runs in training mode, or on inputs that are scaled differently.", "K9")
                .remedy(
                        "Look at a few examples with their labels, of both sets, just before they enter the network.",
                        "K21")
                .remedy("Evaluate the training set by the code of the evaluation: it must do well there.", "K9")
                .build();
    }
}
