package io.gradwatch.fleet.live;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.SeriesState;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Keeps the last, smallest and largest value of each series of a run. */
final class SeriesTable {

    /** A run may log under as many names as it likes; those beyond are not kept here. Own choice. */
    static final int MOST_SERIES = 256;

    /** A longer name is not kept: it cannot be shown, and cut it could be another's. Characters. */
    static final int NAME_CHARACTERS = 200;

    private SeriesTable() {}

    static void take(LiveRun run, Step step) {
        Map<String, SeriesState> series = run.getSeries();
        long at = step.getStep();
        take(series, "loss", at, step.getLoss());
        take(series, "learning_rate", at, step.getLearningRate());
        take(series, "gradient_norm", at, step.getGradientNorm());
        take(series, "parameter_norm", at, step.getParameterNorm());
        take(series, "update_ratio", at, step.getUpdateRatio());
        take(series, "loss_scale", at, step.getLossScale());
        take(series, "batch_size", at, step.getBatchSize());
        take(series, "duration_ms", at, step.getDurationMillis());
        take(series, "data_wait_ms", at, step.getDataWaitMillis());
        take(series, "host_memory_bytes", at, step.getHostMemoryBytes());
        take(series, "device_memory_bytes", at, step.getDeviceMemoryBytes());
        take(series, "tokens", at, step.getTokens());
        step.getMetrics().forEach((name, value) -> take(series, name, at, value));
    }

    static void take(LiveRun run, Evaluation evaluation) {
        String split = label(evaluation.getSplit());
        take(run.getSeries(), split + "/loss", evaluation.getStep(), evaluation.getLoss());
        evaluation
                .getMetrics()
                .forEach((name, value) -> take(run.getSeries(), split + "/" + name, evaluation.getStep(), value));
    }

    /** As it stands in the names of series: {@code train-val}. */
    static String label(Split split) {
        return split.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The last value of a series; null where the run has none of this name. */
    static Double last(LiveRun run, String name) {
        SeriesState series = run.getSeries().get(name);
        return series == null ? null : (Double) series.getLast();
    }

    /** Validation loss minus training loss, evaluated where that was done; null without either. */
    static Double generalisationGap(LiveRun run) {
        Double validation = last(run, label(Split.TRAIN_VAL) + "/loss");
        Double evaluated = last(run, label(Split.TRAIN) + "/loss");
        Double training = evaluated == null ? last(run, "loss") : evaluated;
        return validation == null || training == null ? null : (Double) (validation - training);
    }

    static Map<String, SeriesState> empty() {
        return new HashMap<>();
    }

    private static void take(Map<String, SeriesState> series, String name, long step, Number value) {
        if (value == null || name.length() > NAME_CHARACTERS) {
            return;
        }
        double number = value.doubleValue();
        SeriesState state = series.get(name);
        if (state == null) {
            if (series.size() >= MOST_SERIES) {
                return;
            }
            state = new SeriesState(number, step, Double.NaN, -1L, Double.NaN, -1L, 0L);
            series.put(name, state);
        }
        state.setLast(number);
        state.setLastStep(step);
        if (!Double.isFinite(number)) {
            state.setNonFinite(state.getNonFinite() + 1);
        } else {
            widen(state, step, number);
        }
    }

    private static void widen(SeriesState state, long step, double number) {
        if (state.getMinimumStep() < 0 || number < state.getMinimum()) {
            state.setMinimum(number);
            state.setMinimumStep(step);
        }
        if (state.getMaximumStep() < 0 || number > state.getMaximum()) {
            state.setMaximum(number);
            state.setMaximumStep(step);
        }
    }
}
