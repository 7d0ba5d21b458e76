package io.gradwatch.detection.generalisation;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;

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
public final class OverusedValidationDetector extends SplitGapDetector<OverusedValidationDetector.State> {

    static final ConfigKey<Double> RATIO =
            ConfigKey.number("ratio", 1.5, 1.01, 100, "Test error over validation error, a ratio.");

    /** For the service loader. */
    public OverusedValidationDetector() {
        super(
                State::new,
                "overused-validation",
                AlertClass.VALIDATION_OVERUSE,
                Signal.TEST_EVALUATION,
                Split.TEST,
                Part.VALIDATION_OVERFITTING,
                RATIO);
    }

    /** Errors of a run. A plain state. */
    public static class State extends FiringState {
        /** Of test against test-val. */
        public SplitGap testVal = new SplitGap();
        /** Of test against train-val. */
        public SplitGap trainVal = new SplitGap();
        /** True if test-val was ever evaluated. */
        public boolean twoSets;

        private SplitGap gap() {
            return twoSets ? testVal : trainVal;
        }
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
        return news ? judge(state, state.gap(), () -> finding(state, context), context) : Verdict.UNCHANGED;
    }

    private Finding.Builder finding(State state, DetectionContext context) {
        Finding.Builder finding =
                finding(state.gap(), "test", state.twoSets ? "test-val" : "validation", List.of(), context);
        return state.twoSets ? finding : finding.advice("overused-validation.one-set");
    }
}
