package io.gradwatch.detection.generalisation;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;
import java.util.Set;

/**
 * Fires when the test error is at least {@code ratio} times the error on the validation set nearest to it and their
 * difference at least {@code deviations} times its standard error.
 *
 * <p><b>Meaning</b> So many choices were made by the validation set that they fit it and no longer tell how good the
 * model is (K15, K19).
 *
 * <p><b>Input</b> {@link Evaluation}s of about the same step of the test split and of the test-val split; of the
 * train-val split where a run has never sent test-val, and then a shift cannot be told apart, which the alert says.
 * Errors are 1 - accuracy where sent, else a loss of 0 or more.
 *
 * <p><b>Statistic</b> {@link SplitGap}, as in {@link DistributionShiftDetector}. One pair is enough for accuracies, as
 * a test set is often looked at once.
 *
 * <p><b>Thresholds</b> See {@link #spec()}; own choice. Raise {@code ratio} first if alerts are noisy.
 *
 * <p><b>Firing and recovery</b> Warning on the test split; recovered when half of either threshold is no longer reached
 * (of the ratio, half of what it is above 1).
 *
 * <p><b>Cost and limits</b> 700 bytes of state a run, O(1) an evaluation. Losses are judged from the third pair on.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class OverusedValidationDetector extends SpecifiedDetector<OverusedValidationDetector.State> {

    static final ConfigKey<Double> RATIO =
            ConfigKey.number("ratio", 1.5, 1.01, 100, "Test error over validation error, a ratio.");
    static final ConfigKey<Double> DEVIATIONS =
            ConfigKey.number("deviations", 3.0, 0, 100, "Difference of the errors over its standard error.");

    /** For the service loader. */
    public OverusedValidationDetector() {
        super(
                State::new,
                DetectorSpec.of(
                        "overused-validation",
                        AlertClass.VALIDATION_OVERUSE,
                        Severity.WARNING,
                        List.of(
                                Set.of(Signal.EVALUATION_METRICS, Signal.TEST_EVALUATION),
                                Set.of(Signal.EVALUATION_LOSS, Signal.TEST_EVALUATION)),
                        RATIO,
                        DEVIATIONS));
    }

    /** Errors of a run. A Flink POJO. */
    public static class State {
        /** Of test against test-val. */
        public SplitGap testVal = new SplitGap();
        /** Of test against train-val. */
        public SplitGap trainVal = new SplitGap();
        /** True if test-val was ever evaluated. */
        public boolean twoSets;
        /** True if the alert is open. */
        public boolean firing;
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        boolean pairOfTestVal = false;
        boolean pairOfTrainVal = false;
        switch (evaluation.getSplit()) {
            case TEST_VAL -> {
                state.twoSets = true;
                pairOfTestVal = state.testVal.add(false, evaluation);
            }
            case TRAIN_VAL -> pairOfTrainVal = state.trainVal.add(false, evaluation);
            case TEST -> {
                pairOfTestVal = state.testVal.add(true, evaluation);
                pairOfTrainVal = state.trainVal.add(true, evaluation);
            }
            default -> {}
        }
        boolean news = state.twoSets ? pairOfTestVal : pairOfTrainVal;
        return news ? judge(state, state.twoSets ? state.testVal : state.trainVal, context) : Verdict.UNCHANGED;
    }

    private static Verdict judge(State state, SplitGap gap, DetectionContext context) {
        double ratio = context.setting(RATIO);
        double deviations = context.setting(DEVIATIONS);
        if (!state.firing && gap.ratio() >= ratio && gap.deviations() >= deviations) {
            state.firing = true;
            return Verdict.firing(SplitGapFinding.overuse(gap, state.twoSets, ratio, deviations, context));
        }
        if (state.firing && (gap.ratio() < (1 + ratio) / 2 || gap.deviations() < deviations / 2)) {
            state.firing = false;
            return Verdict.CLEARED;
        }
        return Verdict.UNCHANGED;
    }
}
