package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import java.util.Locale;

/** Says how far training is from its goal, and what to try in the order of K16. */
final class UnderfittingFinding {

    private UnderfittingFinding() {}

    static Finding of(Progress errors, ErrorMeasure measure, double goal, double needed, DetectionContext context) {
        double scale = measure.byAccuracy ? 100 : 1;
        String unit = measure.byAccuracy ? "%" : "";
        String summary = String.format(
                Locale.ROOT,
                "The training error stays at %.3g%s, above the goal of %.3g%s, and hardly falls any more.",
                scale * errors.late(),
                unit.isEmpty() ? "" : " " + unit,
                scale * goal,
                unit.isEmpty() ? "" : " " + unit);
        Finding.Builder finding = Finding.builder(Severity.WARNING, errors.since(), summary)
                .split(Split.TRAIN)
                .evidence("training error", scale * errors.late(), unit, ">", scale * goal)
                .evidence("distance to the goal closed of late", 100 * errors.closed(goal), "%", "<", 100 * needed)
                .cause("The model is too small for the data.", "K16");
        Declared declared = Declared.of(context.run());
        if (declared.weightDecay() || declared.dropout()) {
            finding.cause("The model is regularized too much.", "K16");
        }
        finding.cause("The learning rate does not fit: too low, or too high to settle.", "K13");
        Remedies.of(Part.BIAS, context.run()).forEach(item -> finding.remedy(item.getText(), item.getKnowledgeItem()));
        return finding.build();
    }
}
