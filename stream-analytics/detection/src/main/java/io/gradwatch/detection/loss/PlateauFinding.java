package io.gradwatch.detection.loss;

import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.series.SeriesNames;

/** Says how little the loss moved. */
final class PlateauFinding {

    private PlateauFinding() {}

    static Finding of(LossCurve loss, StartComparison now, DetectionContext context) {
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        loss.firstStep,
                        "The loss has not moved from its start: %.4g at first, %.4g over the later half of %d values.",
                        now.start(),
                        now.late(),
                        loss.count)
                .evidence(Reading.share(SeriesNames.LOSS, "fall of the loss, at most", 100 * now.improvementAtMost())
                        .in("%")
                        .below(100 * context.setting(PlateauDetector.IMPROVEMENT)))
                .evidence(Reading.level(SeriesNames.LOSS, "loss over the later half", now.late()))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss at the start", now.start()))
                .evidence(Reading.count("values seen", loss.count, "values"))
                .evidence(Reading.count("epochs seen", loss.epochs(), "epochs"));
        return Diagnosis.of(Symptom.PLATEAUS, context).addTo(finding).build();
    }
}
