package io.gradwatch.fleet.series;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.series.SeriesNames;

/** The values that records carry, by the names of their series. */
public final class SeriesValues {

    /** A longer name is left out: it cannot be shown, and cut it could be another's. Characters. */
    public static final int NAME_CHARACTERS = 200;

    private static final String LOSS = "loss";

    private SeriesValues() {}

    /** Takes the value of a series. */
    @FunctionalInterface
    public interface Taker {
        /** The value may be NaN or infinite. */
        void take(String series, double value);
    }

    /** The values of a step that were measured. A metric with the name of a field is no series. */
    public static void of(Step step, Taker taker) {
        Number[] values = SeriesNames.valuesOf(step);
        for (int i = 0; i < values.length; i++) {
            give(taker, SeriesNames.OF_STEPS.get(i), values[i]);
        }
        step.getMetrics().forEach((name, value) -> {
            if (!SeriesNames.isField(name)) {
                give(taker, name, value);
            }
        });
    }

    /** The values of an evaluation; their names begin with the split. The loss is the field, else the metric. */
    public static void of(Evaluation evaluation, Taker taker) {
        Split split = evaluation.getSplit();
        give(taker, SeriesNames.ofEvaluation(split, LOSS), evaluation.getLoss());
        evaluation.getMetrics().forEach((name, value) -> {
            if (evaluation.getLoss() == null || !name.equals(LOSS)) {
                give(taker, SeriesNames.ofEvaluation(split, name), value);
            }
        });
    }

    private static void give(Taker taker, String name, Number value) {
        if (value != null && name.length() <= NAME_CHARACTERS) {
            taker.take(name, value.doubleValue());
        }
    }
}
