package io.gradwatch.detection.optimizer;

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
import io.gradwatch.detection.stats.LossProgress;
import io.gradwatch.detection.stats.MovingMedian;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the update ratio, as the median of 100 steps, is at least `high`, or has never been above `low`.
 *
 * <p><b>Meaning</b> The steps are too large for the weights, or so small that these hardly move. Cause: the learning
 * rate, or gradients that are scaled wrongly (K1, K4, K13).
 *
 * <p><b>Input</b> {@link Step#getUpdateRatio()} (L2 norm of the update over L2 norm of the parameters) and
 * {@link Step#getLoss()} of the speaking rank. Left out are steps that a loss scaler skipped, ratios that are not
 * finite and steps at a learning rate of zero.
 *
 * <p><b>Statistic</b> Median of the last 100 ratios, judged from the hundredth on. A ratio that falls below `low`
 * later, as at the end of a schedule, is healthy. The loss as in {@link LossProgress}.
 *
 * <p><b>Thresholds</b> low 1e-5, high 0.1: DeepDiagnosis. The target is 1e-3 (CS231n, DL4J's guide); TheDeepChecker
 * takes 1e-4 and 0.1, DL4J's guide 1e-4 and 1e-2, SageMaker Debugger 1e-8 and 10.
 *
 * <p><b>Firing and recovery</b> Info; warning where the loss agrees: flat, or of large updates risen. Class plateau
 * where it is too low, diverging where it is too high. Recovered when the median is within the bounds.
 *
 * <p><b>Cost and limits</b> 1 KB of state a run, O(1) a step and a sort of 100 values at every tenth. Sees the whole
 * network only: one layer that moves wrongly is hidden by the others.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class UpdateRatioDetector extends SpecifiedDetector<UpdateRatioDetector.State> {

    static final ConfigKey<Double> LOW =
            ConfigKey.number("low", 1e-5, 0, 1e-2, "Update over parameters that is too little, a ratio.");
    static final ConfigKey<Double> HIGH =
            ConfigKey.number("high", 0.1, 1e-2, 100, "Update over parameters that is too much, a ratio.");

    private static final int WINDOW = 100;
    private static final int EVERY = 10;

    private static final double TARGET = 1e-3;

    /** For the service loader. */
    public UpdateRatioDetector() {
        super(
                State::new,
                DetectorSpec.of("update-ratio", AlertClass.PLATEAU, Severity.WARNING)
                        .judgesBy(Signal.UPDATE_RATIO)
                        .settings(LOW, HIGH));
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** The last ratios. */
        public MovingMedian ratios = new MovingMedian(WINDOW);
        /** Of the loss. */
        public LossProgress loss = new LossProgress();
        /** True if the median was ever above the lower bound. */
        public boolean moved;
        /** Step of the first ratio of the window that was the first to show it, -1 where none does. */
        public long since = -1;
        /** Step of the first ratio. */
        public long first = -1;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        state.loss.add(step.getLoss());
        Double ratio = step.getUpdateRatio();
        boolean idle = step.getLearningRate() != null && step.getLearningRate() == 0;
        if (ratio == null || !Double.isFinite(ratio) || ratio < 0 || idle || step.getSkippedByLossScaler()) {
            return Verdict.UNCHANGED;
        }
        state.first = state.first < 0 ? step.getStep() : state.first;
        state.ratios.add(ratio);
        if (state.ratios.last.count < WINDOW || state.ratios.last.count % EVERY != 0) {
            return Verdict.UNCHANGED;
        }
        if (state.ratios.isSurelyBetween(context.setting(LOW), context.setting(HIGH))) {
            state.moved = true;
            state.since = -1;
            return state.clearIf(true);
        }
        return judge(state, state.ratios.value(), step, context);
    }

    private static Verdict judge(State state, double median, Step step, DetectionContext context) {
        state.moved |= median > context.setting(LOW);
        boolean high = median >= context.setting(HIGH);
        if (state.moved && !high) {
            state.since = -1;
            return state.clearIf(true);
        }
        boolean fresh = state.ratios.last.count == WINDOW || !high;
        state.since = state.since >= 0 ? state.since : fresh ? state.first : step.getStep();
        boolean agrees = state.loss.flat() || (high && state.loss.risen());
        Severity severity = agrees ? Severity.WARNING : Severity.INFO;
        return state.fire(severity, () -> finding(state, median, high, severity, context));
    }

    private static Finding.Builder finding(
            State state, double median, boolean high, Severity severity, DetectionContext context) {
        double bound = context.setting(high ? HIGH : LOW);
        Reading ratio = Reading.level(SeriesNames.UPDATE_RATIO, "update ratio", median);
        Finding.Builder finding = Finding.builder(
                        severity,
                        state.since,
                        "The updates are too %s: %.3g of the parameters at a step, where about %.0e is usual.",
                        high ? "large" : "small",
                        median,
                        TARGET)
                .alertClass(high ? AlertClass.DIVERGING : AlertClass.PLATEAU)
                .evidence(high ? ratio.atLeast(bound) : ratio.atMost(bound))
                .evidence(Reading.baseline(SeriesNames.UPDATE_RATIO, "usual update ratio", TARGET));
        if (state.loss.known()) {
            finding.evidence(Reading.circumstance(
                            SeriesNames.LOSS, "loss over its start", state.loss.recent / state.loss.start.level)
                    .in("times"));
        }
        return finding.advice(high ? "update-ratio.high" : "update-ratio.low");
    }
}
