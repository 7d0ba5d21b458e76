package io.gradwatch.fleet.series;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.series.SeriesNames;
import java.util.function.ObjDoubleConsumer;

/** The values that records carry, by the names of their series. */
public final class SeriesValues {

    /** A longer name is left out: it cannot be shown, and cut it could be another's. Characters. */
    public static final int NAME_CHARACTERS = 200;

    private static final String LOSS = "loss";

    private SeriesValues() {}

    /** The values of a step that were measured. A metric with the name of a field is no series. */
    public static void of(Step step, ObjDoubleConsumer<String> sink) {
        Number[] values = SeriesNames.valuesOf(step);
        for (int i = 0; i < values.length; i++) {
            give(sink, SeriesNames.OF_STEPS.get(i), values[i]);
        }
        step.getMetrics().forEach((name, value) -> {
            if (!SeriesNames.isField(name)) {
                give(sink, name, value);
            }
        });
    }

    /** The values of an evaluation; their names begin with the split. The loss is the field, else the metric. */
    public static void of(Evaluation evaluation, ObjDoubleConsumer<String> sink) {
        Split split = evaluation.getSplit();
        give(sink, SeriesNames.ofEvaluation(split, LOSS), evaluation.getLoss());
        evaluation.getMetrics().forEach((name, value) -> {
            if (evaluation.getLoss() == null || !name.equals(LOSS)) {
                give(sink, SeriesNames.ofEvaluation(split, name), value);
            }
        });
    }

    private static void give(ObjDoubleConsumer<String> sink, String name, Number value) {
        if (value != null && name.length() <= NAME_CHARACTERS) {
            sink.accept(name, value.doubleValue());
        }
    }
}
