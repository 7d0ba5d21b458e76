package io.gradwatch.detection.loss;

import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import java.util.Locale;

/** Says how little the loss moved. */
final class PlateauFinding {

    private PlateauFinding() {}

    static Finding of(LossCurve loss, StartComparison now, DetectionContext context) {
        String summary = String.format(
                Locale.ROOT,
                "The loss has not moved from its start: %.4g at first, %.4g over the later half of %d values.",
                now.start(),
                now.late(),
                loss.count);
        Finding.Builder finding = Finding.builder(Severity.WARNING, loss.firstStep, summary)
                .evidence(
                        "fall of the loss, at most",
                        100 * now.improvementAtMost(),
                        "%",
                        "<",
                        100 * context.setting(PlateauDetector.IMPROVEMENT))
                .evidence("values seen", (double) loss.count, "");
        if (!Double.isNaN(loss.epochs())) {
            finding.evidence("epochs seen", loss.epochs(), "");
        }
        return Diagnosis.of(Symptom.PLATEAUS, context).addTo(finding).build();
    }
}
