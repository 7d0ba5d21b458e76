package io.gradwatch.detection.generalisation;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.fault.AlertClass;

/**
 * Fires when the test-val error is at least {@code ratio} times the train-val error and their difference at least
 * {@code deviations} times its standard error.
 *
 * <p><b>Meaning</b> The model meets other data in use than it was trained on (shift, K15, K18). Usual causes: data
 * collected elsewhere or at another time, other preprocessing.
 *
 * <p><b>Input</b> {@link Evaluation}s of the train-val and test-val splits of about the same step: 1 - accuracy where
 * sent, else a loss of 0 or more. Their error types, where an analysis was made (K20), say what to collect first.
 *
 * <p><b>Statistic</b> {@link SplitGap}: medians over the last nine pairs. The standard error is the larger of that of
 * the pairs, from three on, and of that of error rates on as many examples as the evaluation counted, else 200.
 *
 * <p><b>Thresholds</b> See {@link #spec()}; own choice. Raise {@code ratio} first if alerts are noisy.
 *
 * <p><b>Firing and recovery</b> Warning on the test-val split; recovered when half of either threshold is no longer
 * reached (of the ratio, half of what it is above 1).
 *
 * <p><b>Cost and limits</b> 3 KB of state a run with an error analysis, 400 bytes without, O(1) an evaluation. Losses
 * are judged from the third pair on. Misses shifts that cost less than the ratio.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class DistributionShiftDetector extends SplitGapDetector<DistributionShiftDetector.State> {

    static final ConfigKey<Double> RATIO =
            ConfigKey.number("ratio", 1.5, 1.01, 100, "Test-val error over train-val error, a ratio.");

    /** For the service loader. */
    public DistributionShiftDetector() {
        super(
                State::new,
                "distribution-shift",
                AlertClass.DISTRIBUTION_SHIFT,
                Signal.TEST_VAL_EVALUATION,
                Split.TEST_VAL,
                Part.SHIFT,
                RATIO);
    }

    /** Errors of a run. A plain state. */
    public static class State extends FiringState {
        /** Of test-val against train-val. */
        public SplitGap gap = new SplitGap();
        /** The last error analysis. */
        public TypesOfErrors types = new TypesOfErrors();
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        state.types.take(evaluation);
        boolean testVal = evaluation.getSplit() == Split.TEST_VAL;
        if ((!testVal && evaluation.getSplit() != Split.TRAIN_VAL) || !state.gap.add(testVal, evaluation)) {
            return Verdict.UNCHANGED;
        }
        return judge(
                state,
                state.gap,
                () -> finding(state.gap, "test-val", "train-val", state.types.remedies(), context),
                context);
    }
}
