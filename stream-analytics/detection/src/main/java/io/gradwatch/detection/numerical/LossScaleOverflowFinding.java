package io.gradwatch.detection.numerical;

import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.series.SeriesNames;

/** Steps that are lost to overflows, and what became of the scale. */
final class LossScaleOverflowFinding {

    private LossScaleOverflowFinding() {}

    static Finding of(LossScaleOverflowDetector.State state, Severity severity, double limit) {
        Finding.Builder finding = Finding.builder(
                        severity,
                        state.since,
                        "The loss scaler skips %.0f %% of the steps since step %d: gradients overflow again and again.",
                        100 * state.share,
                        state.since)
                .evidence(Reading.share("share of skipped steps", state.share).atLeast(limit))
                .evidence(Reading.step("first step of these", state.since));
        if (!Double.isNaN(state.scale)) {
            finding.evidence(Reading.level(SeriesNames.LOSS_SCALE, "loss scale", state.scale))
                    .evidence(Reading.baseline(SeriesNames.LOSS_SCALE, "loss scale before", state.scaleBefore));
        }
        return finding.cause("A numerical operation leaves the range of reduced precision.", "K10")
                .cause("The learning rate is too high: weights and gradients grow.", "K2")
                .remedy("Use bfloat16, or keep the loss and normalizations in float32.", "K10")
                .remedy("Look for exp, log and division in the loss; use the framework's stable losses.", "K10")
                .remedy("Go back to a checkpoint before the onset and divide the learning rate by 10.", "K2")
                .build();
    }
}
