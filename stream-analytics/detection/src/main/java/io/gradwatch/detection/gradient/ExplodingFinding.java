package io.gradwatch.detection.gradient;

import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.stats.SustainedGrowth;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Locale;

/** A loss or a gradient norm that exploded, with its causes. */
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
        String series = loss ? SeriesNames.LOSS : SeriesNames.GRADIENT_NORM;
        String what = loss ? "loss" : "gradient norm";
        double least = grown.factor() * grown.level();
        Finding.Builder finding = Finding.builder(
                        severity,
                        grown.since < 0 ? step.getStep() : grown.since,
                        "The %s was at least %.3g for %d steps, %.3g times its usual level of %.3g.",
                        what,
                        least,
                        grown.last.size(),
                        grown.factor(),
                        grown.level())
                .evidence(Reading.ratio(series, "growth of the " + what, grown.factor())
                        .atLeast(threshold))
                .evidence(Reading.level(series, "lowest " + what + " of late", least))
                .evidence(Reading.baseline(series, "usual " + what, grown.level()))
                .evidence(Reading.count("steps that far above", grown.last.size(), "steps"));
        return advised(finding, step, state, loss, context);
    }

    /** Gradients too large for any training, where the usual level of the run is not known. */
    static Finding huge(
            Step step, ExplodingGradientDetector.State state, double norm, double bar, DetectionContext context) {
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        step.getStep(),
                        "The gradient norm is %.3g, and the loss does not fall: gradients above %.0e are no usual ones.",
                        norm,
                        bar)
                .evidence(Reading.level(SeriesNames.GRADIENT_NORM, "gradient norm", norm)
                        .above(bar));
        return advised(finding, step, state, false, context);
    }

    private static Finding advised(
            Finding.Builder finding,
            Step step,
            ExplodingGradientDetector.State state,
            boolean loss,
            DetectionContext context) {
        SustainedGrowth other = loss ? state.norm : state.loss;
        finding.evidence(Reading.circumstance(
                        loss ? SeriesNames.GRADIENT_NORM : SeriesNames.LOSS,
                        "growth of the " + (loss ? "gradient norm" : "loss"),
                        other.lastFactor())
                .in("times"));
        if (step.getLearningRate() != null) {
            finding.evidence(Reading.circumstance(SeriesNames.LEARNING_RATE, "learning rate", step.getLearningRate()));
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
