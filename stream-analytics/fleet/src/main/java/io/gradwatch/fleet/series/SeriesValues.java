package io.gradwatch.fleet.series;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Map;

/** The values that records carry, by the names of their series. */
public final class SeriesValues {

    /** A longer name is left out: it cannot be shown, and cut it could be another's. Characters. */
    public static final int NAME_CHARACTERS = 200;

    private static final String LOSS = "loss";

    private SeriesValues() {}

    /**
     * Sink of values.
     *
     * @param <E> failure of the sink
     */
    @FunctionalInterface
    public interface Sink<E extends Exception> {

        /** Takes a value of a series. */
        void accept(String series, double value) throws E;
    }

    /** The values of a step that were measured. A metric with the name of a field is no series. */
    public static <E extends Exception> void of(Step step, Sink<E> sink) throws E {
        Number[] values = SeriesNames.valuesOf(step);
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                sink.accept(SeriesNames.OF_STEPS.get(i), values[i].doubleValue());
            }
        }
        for (Map.Entry<String, Double> metric : step.getMetrics().entrySet()) {
            if (!SeriesNames.isField(metric.getKey())) {
                sink.accept(metric.getKey(), metric.getValue());
            }
        }
    }

    /** The values of an evaluation; their names begin with the split. The loss is the field, else the metric. */
    public static <E extends Exception> void of(Evaluation evaluation, Sink<E> sink) throws E {
        Split split = evaluation.getSplit();
        if (evaluation.getLoss() != null) {
            sink.accept(SeriesNames.ofEvaluation(split, LOSS), evaluation.getLoss());
        }
        for (Map.Entry<String, Double> metric : evaluation.getMetrics().entrySet()) {
            if (evaluation.getLoss() == null || !metric.getKey().equals(LOSS)) {
                sink.accept(SeriesNames.ofEvaluation(split, metric.getKey()), metric.getValue());
            }
        }
    }

    /** A sink that leaves out names which are too long. */
    public static <E extends Exception> Sink<E> withShortNames(Sink<E> sink) {
        return (name, value) -> {
            if (name.length() <= NAME_CHARACTERS) {
                sink.accept(name, value);
            }
        };
    }
}
