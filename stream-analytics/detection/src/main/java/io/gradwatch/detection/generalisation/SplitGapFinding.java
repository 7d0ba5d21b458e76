package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.series.SeriesNames;

/** A split that is worse than another, with the remedies of K18 or K19. */
final class SplitGapFinding {

    private SplitGapFinding() {}

    /** Of a distribution shift. */
    static Finding shift(SplitGap gap, TypesOfErrors types, double ratio, double deviations, DetectionContext context) {
        Finding.Builder finding = begin(gap, Split.TEST_VAL, "test-val", "train-val", ratio, deviations)
                .advice("distribution-shift");
        types.remedies().forEach(advice -> finding.remedy(advice, "K20"));
        return remedies(finding, Part.SHIFT, context);
    }

    /** Of a validation set that was used too often. */
    static Finding overuse(SplitGap gap, boolean twoSets, double ratio, double deviations, DetectionContext context) {
        Finding.Builder finding = begin(gap, Split.TEST, "test", twoSets ? "test-val" : "validation", ratio, deviations)
                .advice("overused-validation");
        if (!twoSets) {
            finding.advice("overused-validation.one-set");
        }
        return remedies(finding, Part.VALIDATION_OVERFITTING, context);
    }

    private static Finding.Builder begin(
            SplitGap gap, Split split, String far, String near, double ratio, double deviations) {
        boolean rate = gap.measure.byAccuracy;
        double scale = rate ? 100 : 1;
        String what = rate ? "error" : "loss";
        String unit = rate ? "%" : "";
        String after = rate ? " %" : "";
        double farError = gap.nearError() + gap.size();
        String series = rate ? "" : SeriesNames.ofEvaluation(split, SeriesNames.LOSS);
        return Finding.builder(
                        Severity.WARNING,
                        Math.max(0, gap.since),
                        "The %s %s is %.3g%s, against %.3g%s on the %s set, more than noise explains.",
                        far,
                        what,
                        scale * farError,
                        after,
                        scale * gap.nearError(),
                        after,
                        near)
                .split(split)
                .evidence(Reading.ratio(series, far + " over " + near + " " + what, farError, gap.nearError())
                        .atLeast(ratio))
                .evidence(Reading.level(series, far + " " + what, scale * farError)
                        .in(unit))
                .evidence(Reading.baseline(series, near + " " + what, scale * gap.nearError())
                        .in(unit))
                .evidence(Reading.certainty(series, "difference over its standard error", gap.deviations())
                        .atLeast(deviations));
    }

    private static Finding remedies(Finding.Builder finding, Part part, DetectionContext context) {
        Remedies.of(part, context.run()).forEach(item -> finding.remedy(item.getText(), item.getKnowledgeItem()));
        return finding.build();
    }
}
