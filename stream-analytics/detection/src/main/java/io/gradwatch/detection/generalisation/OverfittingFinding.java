package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.diagnosis.OverfittingAdvice;
import io.gradwatch.detection.sketch.Gap;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.series.SeriesNames;

/** Distance of validation from training, and what to try against it. */
final class OverfittingFinding {

    private OverfittingFinding() {}

    static Finding of(Gap gap, Severity severity, Evaluation evaluation, DetectionContext context) {
        boolean byLoss = evaluation.getLoss() != null;
        String what = byLoss ? "loss" : "error";
        String series = SeriesNames.ofEvaluation(evaluation.getSplit(), byLoss ? SeriesNames.LOSS : "accuracy");
        Finding.Builder finding =
                severity == Severity.INFO ? apart(gap, what, series) : worse(gap, severity, what, series, context);
        finding.split(evaluation.getSplit());
        // The series of an error by accuracy is the accuracy: levels of the error are none of it.
        String levels = byLoss ? series : "";
        finding.evidence(Reading.level(levels, "validation " + what, gap.lastError()))
                .evidence(Reading.baseline(levels, "best validation " + what, gap.bestError()))
                .evidence(Reading.step("step of the best", gap.bestStep()));
        return OverfittingAdvice.addTo(finding, gap.bestStep(), context.run()).build();
    }

    private static Finding.Builder worse(
            Gap gap, Severity severity, String what, String series, DetectionContext context) {
        double rise = context.setting(TrainValidationGapDetector.RISE);
        double fall = context.setting(TrainValidationGapDetector.FALL);
        double needed = gap.needed(context.setting(TrainValidationGapDetector.DEVIATIONS));
        return Finding.builder(
                        severity,
                        gap.nextStep(),
                        "The validation %s rose from %.3g at step %d to %.3g, while the training %s fell by %.0f %%.",
                        what,
                        gap.bestError(),
                        gap.bestStep(),
                        gap.lastError(),
                        what,
                        fallen(gap.fall()))
                .evidence(rise(gap, what, series).atLeast(risen(rise)))
                .evidence(Reading.certainty(series, "rise over its standard error", gap.deviations())
                        .atLeast(needed))
                .evidence(fall(what, gap.fall()).atLeast(fallen(fall)));
    }

    private static Finding.Builder apart(Gap gap, String what, String series) {
        return Finding.builder(
                        Severity.INFO,
                        gap.nextStep(),
                        "The validation %s is no better than its %.3g of step %d, while the training %s fell by"
                                + " %.0f %%.",
                        what,
                        gap.bestError(),
                        gap.bestStep(),
                        what,
                        fallen(gap.levelFall()))
                .evidence(rise(gap, what, series))
                .evidence(fall(what, gap.levelFall()).atLeast(fallen(TrainValidationGapDetector.HALVED)));
    }

    private static Reading rise(Gap gap, String what, String series) {
        return Reading.share(series, "rise of the validation " + what, risen(gap.rise()))
                .in("%");
    }

    private static Reading fall(String what, double fall) {
        return Reading.share("fall of the training " + what, fallen(fall)).in("%");
    }

    /** Growth that a natural logarithm of a ratio means, in per cent. */
    private static double risen(double logRatio) {
        return 100 * Math.expm1(logRatio);
    }

    /** Loss that a natural logarithm of a ratio means, in per cent. */
    private static double fallen(double logRatio) {
        return -100 * Math.expm1(-logRatio);
    }
}
