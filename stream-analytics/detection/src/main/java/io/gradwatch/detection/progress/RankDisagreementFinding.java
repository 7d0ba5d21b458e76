package io.gradwatch.detection.progress;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.series.SeriesNames;

/** Ranks that do not agree. */
final class RankDisagreementFinding {

    private RankDisagreementFinding() {}

    static Finding norms(NormAgreement norms, DetectionContext context) {
        double larger = Math.max(Math.abs(norms.oddNorm), Math.abs(norms.otherNorm));
        double difference = Math.abs(norms.oddNorm - norms.otherNorm) / larger;
        String began = norms.equal ? "The ranks no longer hold" : "The ranks never held";
        Finding.Builder finding = Finding.builder(
                        norms.equal ? Severity.CRITICAL : Severity.INFO,
                        norms.since,
                        began + " the same parameters: the norm is %.8g on rank %d and %.8g on others.",
                        norms.oddNorm,
                        norms.odd,
                        norms.otherNorm)
                .rank(norms.odd)
                .evidence(Reading.share(SeriesNames.PARAMETER_NORM, "relative difference of the norms", difference)
                        .above(context.setting(RankDisagreementDetector.TOLERANCE)))
                .evidence(Reading.level(SeriesNames.PARAMETER_NORM, "norm on that rank", norms.oddNorm))
                .evidence(Reading.baseline(SeriesNames.PARAMETER_NORM, "norm on others", norms.otherNorm))
                .evidence(Reading.count("steps in a row", norms.differing, "steps"));
        if (!norms.equal) {
            finding.cause("Each rank holds a part of the model: then this is as it should be.", "")
                    .cause("The ranks started from different weights, and nothing made them equal.", "");
        }
        return advice(finding).build();
    }

    static Finding nonFinite(int rank, int losses, long step) {
        String summary = "The loss of rank " + rank + " alone is not finite, at " + losses + " of its steps in a row.";
        return advice(Finding.builder(Severity.CRITICAL, Math.max(0, step - losses + 1), summary)
                        .rank(rank)
                        .evidence(Reading.count("non-finite losses in a row", losses, "steps")))
                .build();
    }

    static Finding losses(RankLevels losses, int rank, DetectionContext context) {
        double factor = losses.factor(rank);
        double apart = context.setting(RankDisagreementDetector.APART);
        boolean above = factor > 1;
        Reading ratio = Reading.ratio(SeriesNames.LOSS, "loss over the median of the ranks", factor);
        return Finding.builder(
                        Severity.WARNING,
                        losses.since[rank],
                        "The loss of rank %d is %.3g times that of the others, for %d rounds.",
                        rank,
                        factor,
                        losses.away[rank])
                .rank(rank)
                .evidence(above ? ratio.atLeast(apart) : ratio.atMost(1 / apart))
                .evidence(Reading.level(SeriesNames.LOSS, "loss of that rank", factor * Math.exp(losses.median)))
                .evidence(Reading.baseline(SeriesNames.LOSS, "median loss of the ranks", Math.exp(losses.median)))
                .evidence(Reading.count("rounds in a row", losses.away[rank], "rounds"))
                .cause("That rank reads other data than the others, or reads the same batch again and again.", "K21")
                .cause("That rank holds other parameters than the others.", "")
                .remedy("Print the first batches of that rank and of another one.", "K21")
                .remedy("Compare the parameter norms of the ranks.", "")
                .build();
    }

    private static Finding.Builder advice(Finding.Builder finding) {
        return finding.cause("Gradients of that rank are not reduced with those of the others.", "")
                .cause("The rank was restored from another checkpoint, or skipped a step that others did.", "")
                .cause("Its accelerator computes wrongly.", "")
                .remedy("Stop, and restart all ranks from a checkpoint from before the onset.", "")
                .remedy("Check that every rank takes every collective operation in the same order.", "")
                .remedy("Run the accelerator's memory test on that host.", "");
    }
}
