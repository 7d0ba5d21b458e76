package io.gradwatch.fleet.live;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.Locale;

/** The values that records carry, by the names of their series. */
public final class SeriesValues {

    /** A longer name is left out: it cannot be shown, and cut it could be another's. Characters. */
    static final int NAME_CHARACTERS = 200;

    private SeriesValues() {}

    /** Takes the value of a series. */
    @FunctionalInterface
    public interface Taker {
        /** The value may be NaN or infinite. */
        void take(String series, double value);
    }

    /** The values of a step that were measured. */
    public static void of(Step step, Taker taker) {
        give(taker, "loss", step.getLoss());
        give(taker, "learning_rate", step.getLearningRate());
        give(taker, "gradient_norm", step.getGradientNorm());
        give(taker, "parameter_norm", step.getParameterNorm());
        give(taker, "update_ratio", step.getUpdateRatio());
        give(taker, "loss_scale", step.getLossScale());
        give(taker, "batch_size", step.getBatchSize());
        give(taker, "duration_ms", step.getDurationMillis());
        give(taker, "data_wait_ms", step.getDataWaitMillis());
        give(taker, "host_memory_bytes", step.getHostMemoryBytes());
        give(taker, "device_memory_bytes", step.getDeviceMemoryBytes());
        give(taker, "tokens", step.getTokens());
        step.getMetrics().forEach((name, value) -> give(taker, name, value));
    }

    /** The values of an evaluation; their names begin with the split. */
    public static void of(Evaluation evaluation, Taker taker) {
        String split = label(evaluation.getSplit());
        give(taker, split + "/loss", evaluation.getLoss());
        evaluation.getMetrics().forEach((name, value) -> give(taker, split + "/" + name, value));
    }

    /** As it stands in the names of series: {@code train-val}. */
    public static String label(Split split) {
        return split.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void give(Taker taker, String name, Number value) {
        if (value != null && name.length() <= NAME_CHARACTERS) {
            taker.take(name, value.doubleValue());
        }
    }
}
