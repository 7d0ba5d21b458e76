package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import java.util.Locale;

/** Says how much worse one split is than another, with the remedies of K18 or K19. */
final class SplitGapFinding {

    private SplitGapFinding() {}

    /** Of a distribution shift. */
    static Finding shift(SplitGap gap, TypesOfErrors types, double ratio, double deviations, DetectionContext context) {
        Finding.Builder finding = begin(gap, "test-val", "train-val", ratio, deviations)
                .split(Split.TEST_VAL)
                .cause("Training and test data come from different distributions.", "K18")
                .cause("The test-val data are preprocessed differently.", "K21");
        types.remedies().forEach(advice -> finding.remedy(advice, "K20"));
        return remedies(finding, Part.SHIFT, context);
    }

    /** Of a validation set that was used too often. */
    static Finding overuse(SplitGap gap, boolean twoSets, double ratio, double deviations, DetectionContext context) {
        Finding.Builder finding = begin(gap, "test", twoSets ? "test-val" : "validation", ratio, deviations)
                .split(Split.TEST)
                .cause("So much was chosen by the validation set that the choices fit it (K15).", "K19");
        if (!twoSets) {
            finding.cause(
                    "Test data come from another distribution than validation data: a second validation set, of the"
                            + " test distribution, would tell.",
                    "K18");
        }
        return remedies(finding, Part.VALIDATION_OVERFITTING, context);
    }

    private static Finding.Builder begin(SplitGap gap, String far, String near, double ratio, double deviations) {
        boolean rate = gap.measure.byAccuracy;
        double scale = rate ? 100 : 1;
        String what = rate ? "error" : "loss";
        String unit = rate ? "%" : "";
        String summary = String.format(
                Locale.ROOT,
                "The %s %s is %.3g%s, against %.3g%s on the %s set, more than noise explains.",
                far,
                what,
                scale * (gap.nearError() + gap.size()),
                rate ? " %" : "",
                scale * gap.nearError(),
                rate ? " %" : "",
                near);
        return Finding.builder(Severity.WARNING, Math.max(0, gap.since), summary)
                .evidence(far + " over " + near + " " + what, gap.ratio(), "", ">=", ratio)
                .evidence("difference over its standard error", gap.deviations(), "", ">=", deviations)
                .evidence("difference", scale * gap.size(), unit);
    }

    private static Finding remedies(Finding.Builder finding, Part part, DetectionContext context) {
        Remedies.of(part, context.run()).forEach(item -> finding.remedy(item.getText(), item.getKnowledgeItem()));
        return finding.build();
    }
}
