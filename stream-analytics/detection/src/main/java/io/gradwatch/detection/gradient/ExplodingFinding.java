package io.gradwatch.detection.gradient;

import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.stats.SustainedGrowth;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import java.util.Locale;

/** Says what exploded, with its causes. */
final class ExplodingFinding {

    private ExplodingFinding() {}

    /**
     * @param threshold factor that was passed
     * @param loss whether it was passed by the loss, not by the gradient norm
     */
    static Finding of(
            Step step,
            ExplodingGradientDetector.State state,
            Severity severity,
            double threshold,
            boolean loss,
            DetectionContext context) {
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
        finding.remedy("Go back to a checkpoint before the onset.", "K2");
        if (state.norm.count > 0) {
            finding.remedy(
                    String.format(
                            Locale.ROOT, "Clip the global gradient norm near its usual %.3g.", state.norm.level()),
                    "K2");
        }
        return Diagnosis.of(Symptom.EXPLODES, context).addTo(finding).build();
    }
}
