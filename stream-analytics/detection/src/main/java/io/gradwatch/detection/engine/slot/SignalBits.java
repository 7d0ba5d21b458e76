package io.gradwatch.detection.engine.slot;

import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Signals of a run, a bit for each. */
public final class SignalBits {

    /** Stands for signals whatever they are. */
    static final int ANY = 0;

    /** Signals that no step or evaluation carries, or all do. */
    private static final Set<Signal> OF_THE_RUN = EnumSet.of(
            Signal.LOG_TIME,
            Signal.DECLARED_GOAL,
            Signal.DECLARED_CLASSES,
            Signal.DECLARED_REFERENCE,
            Signal.DECLARED_SINGLE_BATCH);

    private SignalBits() {}

    /** The signals that a step or evaluation must carry one of to be of use to a detector, or {@link #ANY}. */
    static int anyOf(DetectorSpec spec) {
        int bits = 0;
        for (Set<Signal> need : spec.needs()) {
            int own = need.stream()
                    .filter(signal -> !OF_THE_RUN.contains(signal))
                    .mapToInt(SignalBits::bit)
                    .reduce(0, (left, right) -> left | right);
            if (own == 0) {
                return ANY;
            }
            bits |= own;
        }
        return bits;
    }

    /** The signals of one event. */
    public static int of(Object event, long logTimeMillis) {
        int bits = logTimeMillis > 0 ? bit(Signal.LOG_TIME) : 0;
        if (event instanceof Step step) {
            bits |= step.getLoss() == null ? 0 : bit(Signal.LOSS);
            bits |= step.getGradientNorm() == null ? 0 : bit(Signal.GRADIENT_NORM);
            bits |= step.getLearningRate() == null ? 0 : bit(Signal.LEARNING_RATE);
            bits |= step.getUpdateRatio() == null ? 0 : bit(Signal.UPDATE_RATIO);
            bits |= step.getTensors().isEmpty() ? 0 : bit(Signal.TENSORS);
            bits |= step.getMetrics().isEmpty() ? 0 : bit(Signal.TRAINING_METRICS);
            bits |= step.getParameterNorm() == null ? 0 : bit(Signal.PARAMETER_NORM);
            bits |= step.getLossScale() == null && !step.getSkippedByLossScaler() ? 0 : bit(Signal.LOSS_SCALE);
            bits |= step.getDurationMillis() == null ? 0 : bit(Signal.STEP_DURATION);
            bits |= step.getDataWaitMillis() == null ? 0 : bit(Signal.DATA_WAIT);
            bits |= step.getBatch() == null ? 0 : bit(Signal.BATCH_VIEW);
            bits |= step.getTrainingMode() == null ? 0 : bit(Signal.TRAINING_MODE);
        } else if (event instanceof Evaluation evaluation) {
            bits |= evaluation.getLoss() == null ? 0 : bit(Signal.EVALUATION_LOSS);
            bits |= evaluation.getMetrics().isEmpty() ? 0 : bit(Signal.EVALUATION_METRICS);
            bits |= evaluation.getBatch() == null ? 0 : bit(Signal.EVALUATION_BATCH_VIEW);
            bits |= evaluation.getTrainingMode() == null ? 0 : bit(Signal.TRAINING_MODE);
            bits |= evaluation.getRunningStatisticsChanged() == null ? 0 : bit(Signal.RUNNING_STATISTICS);
            bits |= isEmpty(evaluation.getErrorTypes()) ? 0 : bit(Signal.ERROR_TYPES);
            bits |= evaluation.getSplit() == Split.TEST_VAL ? bit(Signal.TEST_VAL_EVALUATION) : 0;
            bits |= evaluation.getSplit() == Split.TEST ? bit(Signal.TEST_EVALUATION) : 0;
        } else if (event instanceof RunStarted started) {
            bits |= declared(started);
        }
        return bits;
    }

    /** Of a run that is compared with earlier runs. */
    public static int ofEarlierRuns() {
        return bit(Signal.DECLARED_REFERENCE);
    }

    private static int declared(RunStarted started) {
        boolean reference = started.getBaselineLoss() != null || !isEmpty(started.getReferences());
        return (started.getGoalError() == null ? 0 : bit(Signal.DECLARED_GOAL))
                | (started.getClasses() == null ? 0 : bit(Signal.DECLARED_CLASSES))
                | (reference ? bit(Signal.DECLARED_REFERENCE) : 0)
                | (started.getSingleBatch() ? bit(Signal.DECLARED_SINGLE_BATCH) : 0);
    }

    /** A record that was made in this JVM may lack a list. */
    private static boolean isEmpty(List<?> list) {
        return list == null || list.isEmpty();
    }

    /** Missing signals of the easiest of a detector's needs: empty where the detector can judge. */
    public static Set<Signal> missing(DetectorSpec spec, int seen) {
        return spec.needs().stream()
                .map(need -> lacking(need, seen))
                .min(Comparator.comparingInt(Set::size))
                .orElseGet(() -> EnumSet.noneOf(Signal.class));
    }

    private static Set<Signal> lacking(Set<Signal> need, int seen) {
        Set<Signal> lacking = EnumSet.noneOf(Signal.class);
        need.stream().filter(signal -> (seen & bit(signal)) == 0).forEach(lacking::add);
        return lacking;
    }

    /** The bits live in checkpoints: signals are only ever added at the end of their enum. */
    @SuppressWarnings("EnumOrdinal")
    private static int bit(Signal signal) {
        return 1 << signal.ordinal();
    }
}
