package io.gradwatch.agent.logs.names;

import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.names.StepField;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Values of one row of a log; null where it has none. */
public final class RowValues {

    /** Values of the data of one split. */
    public static final class EvaluationValues {
        public Double loss;
        public final Map<String, Double> metrics = new TreeMap<>();
    }

    public Long step;
    /** Number of steps in an epoch, where the row tells it, as {@code 10/200} does. */
    public Long stepsInEpoch;
    /** When it was written, milliseconds since 1970-01-01 UTC; 0 where it does not say. */
    public long timeMillis;
    /** See {@link LogRow#otherStep}. */
    public long otherStep = -1;

    public Double epoch;
    public Double loss;
    /** Further fields of a step. */
    public final Map<StepField, Double> fields = new EnumMap<>(StepField.class);

    public final Map<String, Double> metrics = new TreeMap<>();
    public final Map<Split, EvaluationValues> evaluations = new EnumMap<>(Split.class);

    public EvaluationValues evaluation(Split split) {
        return evaluations.computeIfAbsent(split, ignored -> new EvaluationValues());
    }

    private final Map<Split, double[]> terms = new EnumMap<>(Split.class);

    /**
     * Adds a term of the loss of a split.
     *
     * @param all terms that the loss has; the sum is the loss where the row has all of them
     */
    void addTerm(Split split, double value, int all) {
        double[] sum = terms.computeIfAbsent(split, ignored -> new double[2]);
        sum[0] += value;
        sum[1]++;
        if (sum[1] == all) {
            LogSignal.loss(split).use().put(this, sum[0]);
        }
    }

    public boolean tellsOfTraining() {
        return loss != null || !fields.isEmpty() || !metrics.isEmpty();
    }

    /** True if a learning rate is all that it says. */
    public boolean hasOnlyARate() {
        return fields.keySet().equals(Set.of(StepField.LEARNING_RATE))
                && loss == null
                && metrics.isEmpty()
                && evaluations.isEmpty();
    }

    public boolean tellsOfEvaluation() {
        return !evaluations.isEmpty();
    }
}
