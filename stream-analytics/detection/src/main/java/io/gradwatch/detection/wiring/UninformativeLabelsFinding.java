package io.gradwatch.detection.wiring;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Evaluation;
import java.util.Locale;

/** Says that nothing but the training set is learnt, and why probably. */
final class UninformativeLabelsFinding {

    private UninformativeLabelsFinding() {}

    static Finding of(
            UninformativeLabelsDetector.State state, Evaluation evaluation, int classes, DetectionContext context) {
        double chance = CrossEntropy.chance(classes);
        Double accuracy =
                UninformativeLabelsDetector.finite(evaluation.getMetrics().get("accuracy"));
        String summary = String.format(
                Locale.ROOT,
                "All %d evaluations are no better than chance among %d classes, while the training loss fell to %.3g.",
                state.atChance,
                classes,
                state.loss.value());
        Finding.Builder finding = Finding.builder(state.open, state.since, summary)
                .split(evaluation.getSplit())
                .evidence(
                        "training loss",
                        state.loss.value(),
                        "",
                        "<=",
                        context.setting(UninformativeLabelsDetector.MEMORISED) * chance);
        if (UninformativeLabelsDetector.finite(evaluation.getLoss()) != null) {
            finding.evidence(
                    "evaluation loss", evaluation.getLoss(), "", ">=", UninformativeLabelsDetector.NEAR * chance);
        }
        if (accuracy != null) {
            finding.evidence("evaluation accuracy", accuracy, "", "<=", UninformativeLabelsDetector.ACCURACY / classes);
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
