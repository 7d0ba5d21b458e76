package io.gradwatch.detection.loss;

import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.series.SeriesNames;

/** Says how far the loss went up, and since when. */
final class DivergingFinding {

    private DivergingFinding() {}

    /** It left its start upwards within the first values. */
    static Finding early(LossCurve loss, DetectionContext context) {
        double first = loss.start.first[0];
        Finding.Builder finding = Finding.builder(
                        Severity.CRITICAL,
                        loss.firstStep,
                        "The loss went up from the first steps on: it started at %.3g and is %.3g.",
                        first,
                        loss.last)
                .evidence(Reading.ratio(SeriesNames.LOSS, "loss over its start", loss.last, first)
                        .above(DivergingLossDetector.EARLY_FACTOR))
                .evidence(Reading.level(SeriesNames.LOSS, "loss", loss.last))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss at the start", first));
        return Diagnosis.of(Symptom.GOES_UP, context).addTo(finding).build();
    }

    static Finding of(LossCurve loss, Rise rise, DetectionContext context) {
        double now = loss.unscaled(rise.now());
        double best = loss.unscaled(rise.least());
        double factor = context.setting(DivergingLossDetector.FACTOR);
        Reading ratio = Reading.ratio(SeriesNames.LOSS, "rise of the loss", now, best);
        Finding.Builder finding = Finding.builder(
                        Severity.CRITICAL,
                        loss.stepOf(rise.best()),
                        "The loss goes up: its best level was %.3g near step %d, it is %.3g now.",
                        best,
                        loss.stepOf(rise.best()),
                        now)
                .evidence(ratio.value() >= factor ? ratio.atLeast(factor) : ratio)
                .evidence(Reading.level(SeriesNames.LOSS, "loss now", now))
                .evidence(Reading.baseline(SeriesNames.LOSS, "best loss", best))
                .evidence(Reading.step("step of the best", loss.stepOf(rise.best())))
                .evidence(
                        Reading.certainty(SeriesNames.LOSS, "rise over its standard error", rise.rise() / rise.error()))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss at the start", loss.start.level));
        return Diagnosis.of(Symptom.GOES_UP, context).addTo(finding).build();
    }
}
