package io.gradwatch.detection.gradient;

import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.stats.SustainedGrowth;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import java.util.Locale;

/** Says what exploded, and ranks its causes by what the learning rate did. */
final class ExplodingFinding {

    private ExplodingFinding() {}

    /**
     * @param threshold factor that was passed
     * @param loss whether it was passed by the loss, not by the gradient norm
     */
    static Finding of(
            Step step, ExplodingGradientDetector.State state, Severity severity, double threshold, boolean loss) {
        SustainedGrowth grown = loss ? state.loss : state.norm;
        String what = loss ? "loss" : "gradient norm";
        String summary = String.format(
                Locale.ROOT,
                "The %s is %.3g, %.3g times its usual level of %.3g, and was at least %.3g times as large for %d steps.",
                what,
                grown.lastFactor() * grown.level(),
                grown.lastFactor(),
                grown.level(),
                threshold,
                grown.last.size());
        long onset = grown.since < 0 ? step.getStep() : grown.since;
        Finding.Builder finding = Finding.builder(severity, onset, summary)
                .evidence("growth of the " + what, grown.factor(), "", ">=", threshold)
                .evidence("usual " + what, grown.level(), "");
        if (!loss && state.loss.count > 0) {
            finding.evidence("growth of the loss", state.loss.lastFactor(), "");
        }
        if (loss && state.norm.count > 0) {
            finding.evidence("growth of the gradient norm", state.norm.lastFactor(), "");
        }
        if (step.getLearningRate() != null) {
            finding.evidence("learning rate", step.getLearningRate(), "");
        }
        return advice(finding, step, state).build();
    }

    private static Finding.Builder advice(Finding.Builder finding, Step step, ExplodingGradientDetector.State state) {
        Double rate = step.getLearningRate();
        boolean raised = rate != null && rate > 1.5 * state.firstLearningRate;
        finding.cause(
                raised
                        ? String.format(
                                Locale.ROOT,
                                "The learning rate is too high: it rose from %.3g to %.3g.",
                                state.firstLearningRate,
                                rate)
                        : "The learning rate is too high.",
                "K2");
        finding.cause("A numerical operation leaves its range: an exp, a log or a division.", "K2")
                .cause("The sign of the loss or of the gradient is flipped.", "K1")
                .remedy("Go back to a checkpoint before the onset and divide the learning rate by 10.", "K2");
        if (state.norm.count > 0) {
            finding.remedy(
                    String.format(
                            Locale.ROOT, "Clip the global gradient norm near its usual %.3g.", state.norm.level()),
                    "K2");
        }
        return finding.remedy("Look for exp, log and division in the loss; use the framework's stable losses.", "K10")
                .remedy("Check the sign of the loss and of the update.", "K1");
    }
}
