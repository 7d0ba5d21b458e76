package io.gradwatch.detection.loss;

import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import java.util.Locale;

/** Says how far the loss went up, and since when. */
final class DivergingFinding {

    private DivergingFinding() {}

    /** It left its start upwards within the first values. */
    static Finding early(LossCurve loss, DetectionContext context) {
        String summary = String.format(
                Locale.ROOT,
                "The loss went up from the first steps on: it started at %.3g and is %.3g.",
                loss.start.first[0],
                loss.last);
        Finding.Builder finding = Finding.builder(Severity.CRITICAL, loss.firstStep, summary)
                .evidence("loss over its start", loss.last / loss.start.first[0], "");
        return Diagnosis.of(Symptom.GOES_UP, context).addTo(finding).build();
    }

    static Finding of(LossCurve loss, Rise rise, DetectionContext context) {
        String summary = String.format(
                Locale.ROOT,
                "The loss goes up: its best level was %.3g near step %d, it is %.3g now.",
                loss.bestBlock,
                loss.stepOf(rise.best()),
                loss.recent.median(LossCurve.USUAL_VALUES));
        Finding.Builder finding = Finding.builder(Severity.CRITICAL, loss.stepOf(rise.best()), summary)
                .evidence(
                        "rise of the loss",
                        Math.exp(rise.rise()),
                        "times",
                        ">=",
                        context.setting(DivergingLossDetector.FACTOR))
                .evidence("best loss", loss.bestBlock, "")
                .evidence("rise over its standard error", rise.rise() / Math.max(rise.error(), Double.MIN_NORMAL), "")
                .evidence("loss at the start", loss.start.level, "");
        return Diagnosis.of(Symptom.GOES_UP, context).addTo(finding).build();
    }
}
