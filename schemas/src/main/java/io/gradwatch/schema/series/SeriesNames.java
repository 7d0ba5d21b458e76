package io.gradwatch.schema.series;

import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names of series: fields of a step, keys of its metrics, and {@code <split>/<metric>} of evaluations. They are made
 * here and nowhere else: live tables, history, stream, answers and page know a series by its whole name, and nobody
 * adds the split to it or takes it away.
 */
public final class SeriesNames {

    /** Loss of a step. */
    public static final String LOSS = "loss";
    /** Learning rate of a step. */
    public static final String LEARNING_RATE = "learning_rate";
    /** Global L2 norm of the gradients of a step. */
    public static final String GRADIENT_NORM = "gradient_norm";
    /** L2 norm of the parameters after a step. */
    public static final String PARAMETER_NORM = "parameter_norm";
    /** Norm of the update over that of the parameters. */
    public static final String UPDATE_RATIO = "update_ratio";
    /** Factor by which a loss scaler multiplies the loss. */
    public static final String LOSS_SCALE = "loss_scale";
    /** Duration of a step, milliseconds. */
    public static final String DURATION = "duration_ms";
    /** Time that a step waited for its data, milliseconds. */
    public static final String DATA_WAIT = "data_wait_ms";

    /** The fields of a step that are series; also the names of their columns. */
    public static final List<String> OF_STEPS = List.of(
            LOSS,
            LEARNING_RATE,
            GRADIENT_NORM,
            PARAMETER_NORM,
            UPDATE_RATIO,
            LOSS_SCALE,
            "batch_size",
            DURATION,
            DATA_WAIT,
            "host_memory_bytes",
            "device_memory_bytes",
            "tokens");

    private static final Set<String> FIELDS = Set.copyOf(OF_STEPS);

    private SeriesNames() {}

    /** The values of the fields of a step, in the order of {@link #OF_STEPS}; null where one was not measured. */
    public static Number[] valuesOf(Step step) {
        return new Number[] {
            step.getLoss(),
            step.getLearningRate(),
            step.getGradientNorm(),
            step.getParameterNorm(),
            step.getUpdateRatio(),
            step.getLossScale(),
            step.getBatchSize(),
            step.getDurationMillis(),
            step.getDataWaitMillis(),
            step.getHostMemoryBytes(),
            step.getDeviceMemoryBytes(),
            step.getTokens()
        };
    }

    /** Whether the series is a field of a step; a metric of that name is kept in its row, but is no series. */
    public static boolean isField(String series) {
        return FIELDS.contains(series);
    }

    /** The series of a metric of an evaluation, such as train-val/accuracy. */
    public static String ofEvaluation(Split split, String metric) {
        return split(split) + "/" + metric;
    }

    /** A split as series and columns spell it, such as train-val. */
    public static String split(Split split) {
        return split(split.name());
    }

    /** The same of the name of a split, such as TRAIN_VAL. */
    public static String split(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The split that the series of an evaluation begins with; null where it begins with none. */
    public static String splitOf(String series) {
        int slash = series.indexOf('/');
        if (slash < 0) {
            return null;
        }
        String prefix = series.substring(0, slash);
        for (Split split : Split.values()) {
            if (split(split).equals(prefix)) {
                return prefix;
            }
        }
        return null;
    }
}
