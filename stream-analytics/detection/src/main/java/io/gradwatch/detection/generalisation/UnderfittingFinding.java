package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.diagnosis.Declared;
import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;

/** A training that stays far from its goal, with remedies in the order of K16. */
final class UnderfittingFinding {

    private UnderfittingFinding() {}

    static Finding of(Progress errors, ErrorMeasure measure, double goal, double needed, DetectionContext context) {
        double scale = measure.byAccuracy ? 100 : 1;
        String unit = measure.byAccuracy ? "%" : "";
        String after = measure.byAccuracy ? " %" : "";
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        errors.since(),
                        "The training error stays at %.3g%s, above the goal of %.3g%s, and hardly falls any more.",
                        scale * errors.late(),
                        after,
                        scale * goal,
                        after)
                .split(Split.TRAIN)
                .evidence(Reading.level("training error", scale * errors.late())
                        .in(unit)
                        .above(scale * goal))
                .evidence(Reading.share("distance to the goal closed of late", 100 * errors.closed(goal))
                        .in("%")
                        .below(100 * needed))
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
