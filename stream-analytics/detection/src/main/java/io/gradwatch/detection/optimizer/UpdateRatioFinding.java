package io.gradwatch.detection.optimizer;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/** Updates of an unusual size, and which way to move the learning rate. */
final class UpdateRatioFinding {

    private static final double TARGET = 1e-3;

    private UpdateRatioFinding() {}

    static Finding of(
            UpdateRatioDetector.State state, double median, boolean high, Severity severity, DetectionContext context) {
        double bound = context.setting(high ? UpdateRatioDetector.HIGH : UpdateRatioDetector.LOW);
        Reading ratio = Reading.level(SeriesNames.UPDATE_RATIO, "update ratio", median);
        Finding.Builder finding = Finding.builder(
                        severity,
                        state.since,
                        "The updates are too %s: %.3g of the parameters at a step, where about %.0e is usual.",
                        high ? "large" : "small",
                        median,
                        TARGET)
                .alertClass(high ? AlertClass.DIVERGING : AlertClass.PLATEAU)
                .evidence(high ? ratio.atLeast(bound) : ratio.atMost(bound))
                .evidence(Reading.baseline(SeriesNames.UPDATE_RATIO, "usual update ratio", TARGET));
        if (state.loss.known()) {
            finding.evidence(Reading.circumstance(
                            SeriesNames.LOSS, "loss over its start", state.loss.recent / state.loss.start.level)
                    .in("times"));
        }
        return finding.cause("The learning rate is too " + (high ? "high." : "low."), high ? "K1" : "K4")
                .cause(
                        high
                                ? "The weights were initialised too small."
                                : "The gradients are scaled down, clipped too hard, or do not arrive.",
                        high ? "K12" : "K4")
                .remedy((high ? "Divide" : "Multiply") + " the learning rate by 10.", "K22")
                .remedy("Start from the default: Adam at 3e-4.", "K12")
                .build();
    }
}
