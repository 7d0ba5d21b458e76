package io.gradwatch.detection.numerical;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when a loss scaler skips at least `share` of the last 100 steps, once its search for a scale is over.
 *
 * <p><b>Meaning</b> Gradients overflow in reduced precision again and again: steps are lost, and the scale goes down
 * until small gradients become zero. Usual causes: an operation that leaves the range of float16, weights that grow, a
 * learning rate too high (K10, K2). An overflow now and then is how a scaler finds its scale.
 *
 * <p><b>Input</b> {@link Step#getSkippedByLossScaler()} and {@link Step#getLossScale()} of the speaking rank. Where
 * steps are not marked, a scale below that of the step before counts as a skipped step.
 *
 * <p><b>Statistic</b> Exponentially weighted share of skipped steps, over 100 steps, from the 33rd step of the scaler
 * on: a search from 2^32 down takes at most 32 overflows.
 *
 * <p><b>Thresholds</b> share .2: PyTorch's scaler grows every 2,000 steps and so skips about .0005, others .01 (own
 * choice, far above both).
 *
 * <p><b>Firing and recovery</b> Warning; critical at .5. Recovered below a quarter of `share`.
 *
 * <p><b>Cost and limits</b> 50 bytes of state a run, O(1) a step. Overflows without a scaler are seen by the non-finite
 * detector.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class LossScaleOverflowDetector extends SpecifiedDetector<LossScaleOverflowDetector.State> {

    static final ConfigKey<Double> SHARE = ConfigKey.number("share", 0.2, 0.01, 1, "Steps that are skipped, 0 to 1.");

    private static final int SEARCH = 32;
    private static final int MEMORY = 100;
    private static final double CRITICAL = 0.5;

    /** For the service loader. */
    public LossScaleOverflowDetector() {
        super(
                State::new,
                DetectorSpec.of("loss-scale-overflow", AlertClass.NAN, Severity.CRITICAL)
                        .judgesBy(Signal.LOSS_SCALE)
                        .settings(SHARE));
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** Share of skipped steps. */
        public double share;
        /** Steps since a scaler was seen. */
        public long steps;
        /** Last scale, NaN before the first. */
        public double scale = Double.NaN;
        /** Scale when the share began to rise. */
        public double scaleBefore = Double.NaN;
        /** Step of the first overflow since the share was last low, -1 while there is none. */
        public long since = -1;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        Double scale = step.getLossScale();
        if (state.steps == 0 && scale == null && !step.getSkippedByLossScaler()) {
            return Verdict.UNCHANGED;
        }
        boolean overflow = step.getSkippedByLossScaler() || (scale != null && scale < state.scale);
        double limit = context.setting(SHARE);
        if (++state.steps > SEARCH) {
            state.share += ((overflow ? 1 : 0) - state.share) / MEMORY;
            note(state, step, overflow, limit / 4);
        }
        state.scale = scale != null && Double.isFinite(scale) ? scale : state.scale;
        if (state.share < limit) {
            return state.clearIf(state.share < limit / 4);
        }
        Severity severity = state.share >= CRITICAL ? Severity.CRITICAL : Severity.WARNING;
        return state.fire(severity, () -> finding(state, severity, limit));
    }

    private static void note(State state, Step step, boolean overflow, double low) {
        if (overflow && state.since < 0) {
            state.since = step.getStep();
            state.scaleBefore = state.scale;
        } else if (!overflow && state.share < low / 2) {
            state.since = -1;
        }
    }

    private static Finding.Builder finding(State state, Severity severity, double limit) {
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
        return finding.advice("loss-scale-overflow");
    }
}
