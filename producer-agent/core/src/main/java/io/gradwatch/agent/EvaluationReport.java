package io.gradwatch.agent;

import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one evaluation of the model tells, gathered value by value and sent by
 * {@link TrainingRun#evaluation(EvaluationReport)}. NaN and infinities are values like others; what is not set was not
 * measured. What is too long or too much is left out: a report never fails a job. Not thread-safe.
 */
public final class EvaluationReport {

    private static final int MAX_ERROR_TYPES = 1_000;

    private final long step;
    private final Split split;
    private Double epoch;
    private Double loss;
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private Boolean trainingMode;
    private Boolean runningStatisticsChanged;
    private final BatchRow batch = new BatchRow(new MemoryBudget(Long.MAX_VALUE));
    private final List<ErrorType> errorTypes = new ArrayList<>();

    private EvaluationReport(long step, Split split) {
        this.step = step;
        this.split = split;
    }

    /**
     * A report that says nothing yet.
     *
     * @param step optimizer steps done before the evaluation
     * @param split which data; with a single validation set that is {@link Split#TRAIN_VAL}
     */
    public static EvaluationReport of(long step, Split split) {
        return new EvaluationReport(step, split == null ? Split.UNKNOWN : split);
    }

    /** Passes over the training data, fractions allowed. */
    public EvaluationReport epoch(double value) {
        epoch = value;
        return this;
    }

    /** Mean loss over the split. */
    public EvaluationReport loss(double value) {
        loss = value;
        return this;
    }

    /** A further value, such as accuracy (0 to 1); of two values of one name the later one counts. */
    public EvaluationReport metric(String name, double value) {
        if (name != null) {
            String clean = CleanText.of(name, CleanText.MAX_NAME);
            if (metrics.size() < MetricRow.MAX_METRICS || metrics.containsKey(clean)) {
                metrics.put(clean, value);
            }
        }
        return this;
    }

    /** Further values; those without a name or a number are left out. */
    public EvaluationReport metrics(Map<String, Double> values) {
        if (values != null) {
            values.forEach((name, value) -> {
                if (value != null) {
                    metric(name, value);
                }
            });
        }
        return this;
    }

    /** Whether the network was in training mode: it should not be. */
    public EvaluationReport trainingMode(boolean training) {
        trainingMode = training;
        return this;
    }

    /** Whether running statistics of a normalization changed during the evaluation: they should not. */
    public EvaluationReport runningStatisticsChanged(boolean changed) {
        runningStatisticsChanged = changed;
        return this;
    }

    /** Shapes of output and target where they meet, as {@link StepRecorder#outputShape}. */
    public EvaluationReport shapes(long[] output, long[] target) {
        batch.outputShape(output);
        batch.targetShape(target);
        return this;
    }

    /** Examples of the split by their label and by what the network predicts, each in order of the classes. */
    public EvaluationReport counts(long[] labels, long[] predictions) {
        batch.labelCounts(labels);
        batch.predictionCounts(predictions);
        return this;
    }

    /**
     * A type of error that an error analysis told apart.
     *
     * @param share part of the split's examples that show it, 0 to 1
     */
    public EvaluationReport errorType(String name, double share) {
        if (name != null && errorTypes.size() < MAX_ERROR_TYPES) {
            errorTypes.add(new ErrorType(CleanText.of(name, CleanText.MAX_NAME), share));
        }
        return this;
    }

    /** A copy on its way to the agent's thread: the job may go on to change the report. */
    EvaluationEntry now() {
        return new EvaluationEntry(
                step,
                epoch,
                split,
                loss,
                Map.copyOf(metrics),
                trainingMode,
                runningStatisticsChanged,
                batch.toRecord(),
                List.copyOf(errorTypes),
                System.currentTimeMillis());
    }
}
