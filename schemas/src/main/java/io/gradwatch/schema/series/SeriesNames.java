package io.gradwatch.schema.series;

import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.names.StepField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names of series: fields of a step, keys of its metrics, and {@code <split>/<metric>} of evaluations. They are made
 * here and nowhere else: live tables, history, stream, answers and page know a series by its whole name, and nobody
 * adds the split to it or takes it away.
 */
public final class SeriesNames {

    public static final String LOSS = StepField.LOSS.series();
    public static final String LEARNING_RATE = StepField.LEARNING_RATE.series();
    public static final String GRADIENT_NORM = StepField.GRADIENT_NORM.series();
    public static final String PARAMETER_NORM = StepField.PARAMETER_NORM.series();
    public static final String UPDATE_RATIO = StepField.UPDATE_RATIO.series();
    public static final String LOSS_SCALE = StepField.LOSS_SCALE.series();
    public static final String DURATION = StepField.DURATION_MILLIS.series();
    public static final String DATA_WAIT = StepField.DATA_WAIT_MILLIS.series();

    private static final StepField[] STEP_FIELDS =
            StepField.ALL.stream().filter(StepField::isSeries).toArray(StepField[]::new);

    /** The fields of a step that are series; also the names of their columns. */
    public static final List<String> OF_STEPS =
            Arrays.stream(STEP_FIELDS).map(StepField::series).toList();

    private static final Set<String> FIELDS = Set.copyOf(OF_STEPS);

    private SeriesNames() {}

    /** The values of the fields of a step, in the order of {@link #OF_STEPS}; null where one was not measured. */
    public static Number[] valuesOf(Step step) {
        Number[] values = new Number[STEP_FIELDS.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (Number) STEP_FIELDS[i].of(step);
        }
        return values;
    }

    /** True where the series is a field of a step; a metric of that name is kept in its row, but is no series. */
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
