package io.gradwatch.detection.loss;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.series.SeriesNames;

/** Says what swings, and ranks its causes by how far above the start it gets. */
final class OscillatingFinding {

    /** Corrupted data leave an error near that of an untrained model; a step too long takes it far above. */
    private static final double FAR_ABOVE = 3;

    private OscillatingFinding() {}

    static Finding of(Swings swings, DetectionContext context, String series) {
        String what = series.equals(SeriesNames.LOSS) ? "loss" : "validation error";
        double factor = Math.exp(context.setting(OscillatingErrorDetector.SWING));
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        swings.onset(),
                        "The %s swings: %d times in the last %d values it fell from above its start (%.3g) to below it by"
                                + " a factor of %.3g or more, and came back.",
                        what,
                        swings.recent(),
                        swings.window(),
                        swings.floor(),
                        factor)
                .evidence(Reading.count("swings", swings.recent(), "swings")
                        .atLeast(context.setting(OscillatingErrorDetector.SWINGS)))
                .evidence(Reading.count("values looked at", swings.window(), "values"))
                .evidence(Reading.level(series, "highest " + what + " of a swing", swings.highest))
                .evidence(Reading.baseline(series, what + " at the start", swings.floor()))
                .evidence(Reading.circumstance(series, "fall that makes a swing", factor)
                        .in("times"));
        return swings.highest >= FAR_ABOVE * swings.floor()
                ? data(learningRate(finding)).build()
                : learningRate(data(finding)).build();
    }

    private static Finding.Builder learningRate(Finding.Builder finding) {
        return finding.cause("The learning rate is too high.", "K3").remedy("Divide the learning rate by 10.", "K3");
    }

    private static Finding.Builder data(Finding.Builder finding) {
        return finding.cause(
                        "Data or labels are corrupted: zeroed, shuffled apart, or preprocessed differently from batch to"
                                + " batch.",
                        "K3")
                .remedy("Look at a few batches with their labels just before they enter the network.", "K3")
                .remedy("Overfit a single batch: an error that swings there too is no matter of the data.", "K5");
    }
}
