package io.gradwatch.detection.generalisation;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.List;
import java.util.function.Supplier;

/** Detector of a split that is worse than another, more than noise explains. */
abstract class SplitGapDetector<S extends FiringState> extends SpecifiedDetector<S> {

    static final ConfigKey<Double> DEVIATIONS =
            ConfigKey.number("deviations", 3.0, 0, 100, "Difference of the errors over its standard error.");

    private final ConfigKey<Double> ratio;
    private final Split far;
    private final Part part;

    /**
     * @param evaluation signal of the split that should be no worse
     * @param ratio setting of the error on that split over that on the other
     * @param part of the test error that the difference is
     */
    SplitGapDetector(
            Supplier<S> newState,
            String id,
            AlertClass alertClass,
            Signal evaluation,
            Split far,
            Part part,
            ConfigKey<Double> ratio) {
        super(
                newState,
                DetectorSpec.of(id, alertClass, Severity.WARNING)
                        .judgesBy(Signal.EVALUATION_METRICS, evaluation)
                        .judgesBy(Signal.EVALUATION_LOSS, evaluation)
                        .settings(ratio, DEVIATIONS));
        this.far = far;
        this.part = part;
        this.ratio = ratio;
    }

    /** Fires where both thresholds are reached, and clears where half of either no longer is. */
    final Verdict judge(FiringState state, SplitGap gap, Supplier<Finding.Builder> finding, DetectionContext context) {
        double times = context.setting(ratio);
        double deviations = context.setting(DEVIATIONS);
        return gap.ratio() >= times && gap.deviations() >= deviations
                ? state.fire(Severity.WARNING, finding)
                : state.clearIf(gap.ratio() < (1 + times) / 2 || gap.deviations() < deviations / 2);
    }

    /** The gap in numbers, with the remedies against its part of the test error behind those that are given. */
    final Finding.Builder finding(
            SplitGap gap, String farName, String nearName, List<String> firstRemedies, DetectionContext context) {
        boolean rate = gap.measure.byAccuracy;
        double scale = rate ? 100 : 1;
        String what = rate ? "error" : "loss";
        String unit = rate ? "%" : "";
        String after = rate ? " %" : "";
        double farError = gap.nearError() + gap.size();
        String series = rate ? "" : SeriesNames.ofEvaluation(far, SeriesNames.LOSS);
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        Math.max(0, gap.since),
                        "The %s %s is %.3g%s, against %.3g%s on the %s set, more than noise explains.",
                        farName,
                        what,
                        scale * farError,
                        after,
                        scale * gap.nearError(),
                        after,
                        nearName)
                .split(far)
                .evidence(Reading.ratio(series, farName + " over " + nearName + " " + what, farError, gap.nearError())
                        .atLeast(context.setting(ratio)))
                .evidence(Reading.level(series, farName + " " + what, scale * farError)
                        .in(unit))
                .evidence(Reading.baseline(series, nearName + " " + what, scale * gap.nearError())
                        .in(unit))
                .evidence(Reading.certainty(series, "difference over its standard error", gap.deviations())
                        .atLeast(context.setting(DEVIATIONS)))
                .advice(spec().id());
        firstRemedies.forEach(remedy -> finding.remedy(remedy, "K20"));
        return finding.remedies(Remedies.of(part, context.run()));
    }
}
