package io.gradwatch.detection.optimizer;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import java.util.Locale;

/** Says how large the updates are, and which way to move the learning rate. */
final class UpdateRatioFinding {

    private static final double TARGET = 1e-3;

    private UpdateRatioFinding() {}

    static Finding of(
            UpdateRatioDetector.State state, double median, boolean high, Severity severity, DetectionContext context) {
        double bound = context.setting(high ? UpdateRatioDetector.HIGH : UpdateRatioDetector.LOW);
        String summary = String.format(
                Locale.ROOT,
                "The updates are too %s: %.3g of the parameters at a step, where about %.0e is usual.",
                high ? "large" : "small",
                median,
                TARGET);
        Finding.Builder finding = Finding.builder(severity, state.since, summary)
                .alertClass(high ? "diverging" : "plateau")
                .evidence("update ratio", median, "", high ? ">=" : "<=", bound);
        if (state.loss.known()) {
            finding.evidence("loss over its start", state.loss.recent / state.loss.start.level, "");
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
