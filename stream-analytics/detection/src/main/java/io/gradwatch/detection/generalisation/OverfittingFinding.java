package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.sketch.Gap;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import java.util.Locale;

/** Says how far validation left training, and what to try in the order of K17, less what the run declares it has. */
final class OverfittingFinding {

    private OverfittingFinding() {}

    static Finding of(Gap gap, Severity severity, Evaluation evaluation, DetectionContext context) {
        boolean worse = severity != Severity.INFO;
        String what = evaluation.getLoss() == null ? "error" : "loss";
        String summary = worse
                ? String.format(
                        Locale.ROOT,
                        "The validation %s rose from %.3g at step %d to %.3g, while the training %s fell by %.0f %%.",
                        what,
                        gap.bestError(),
                        gap.bestStep(),
                        gap.lastError(),
                        what,
                        100 * (1 - Math.exp(-gap.fall())))
                : String.format(
                        Locale.ROOT,
                        "The validation %s is no better than its %.3g of step %d, while the training %s fell by"
                                + " %.0f %%.",
                        what,
                        gap.bestError(),
                        gap.bestStep(),
                        what,
                        100 * (1 - Math.exp(-gap.levelFall())));
        Finding.Builder finding =
                Finding.builder(severity, gap.nextStep(), summary).split(evaluation.getSplit());
        double rise = context.setting(TrainValidationGapDetector.RISE);
        double fall = context.setting(TrainValidationGapDetector.FALL);
        double needed = gap.needed(context.setting(TrainValidationGapDetector.DEVIATIONS));
        if (worse) {
            finding.evidence("rise of the validation " + what, percent(gap.rise()), "%", ">=", percent(rise))
                    .evidence("rise over its standard error", gap.deviations(), "", ">=", needed);
        } else {
            finding.evidence("rise of the validation " + what, percent(gap.rise()), "%");
        }
        finding.evidence(
                        "fall of the training " + what,
                        -percent(-(worse ? gap.fall() : gap.levelFall())),
                        "%",
                        ">=",
                        -percent(-(worse ? fall : Math.log(2))))
                .evidence("best validation " + what, gap.bestError(), "")
                .evidence("step of the best", (double) gap.bestStep(), "");
        return remedies(causes(finding, context), gap, Declared.of(context.run()))
                .build();
    }

    /** How much more a natural logarithm of a ratio means, in per cent; less where it is negative. */
    private static double percent(double logRatio) {
        return 100 * Math.expm1(logRatio);
    }

    private static Finding.Builder causes(Finding.Builder finding, DetectionContext context) {
        finding.cause("There are too few training data for the size of the model.", "K17");
        Declared declared = Declared.of(context.run());
        if (!declared.weightDecay() && !declared.dropout()) {
            finding.cause("The model is not regularized: no weight decay and no dropout is declared.", "K17");
        } else {
            finding.cause("The regularization is too weak.", "K17");
        }
        if (declared.weightDecay()) {
            finding.cause(
                    "Weight decay is on: where the gap stays stable rather than growing, the run may still generalise"
                            + " much later (grokking).",
                    "K23");
        }
        return finding;
    }

    private static Finding.Builder remedies(Finding.Builder finding, Gap gap, Declared declared) {
        finding.remedy("Add training data.", "K17");
        if (!declared.normalization()) {
            finding.remedy("Add batch or layer normalization.", "K17");
        }
        if (!declared.augmentation()) {
            finding.remedy("Augment the training data.", "K17");
        }
        if (!declared.dropout()) {
            finding.remedy("Add dropout.", "K17");
        }
        finding.remedy(declared.weightDecay() ? "Raise the weight decay." : "Add weight decay (L2).", "K17");
        return finding.remedy("Analyse the errors on the validation set by type.", "K20")
                .remedy("Try an architecture closer to the state of the art for this task.", "K17")
                .remedy("Tune the hyper-parameters, the learning rate first.", "K22")
                .remedy(
                        "Last, and not recommended: stop early, at the checkpoint nearest to step " + gap.bestStep()
                                + "; remove features; take a smaller model.",
                        "K17");
    }
}
