package io.gradwatch.fleet.series;

import io.gradwatch.schema.Split;
import io.gradwatch.schema.series.SeriesNames;
import java.util.function.Function;

/** Loss of a model on data that it was not trained on, compared with its training loss. */
public final class GeneralisationGap {

    private GeneralisationGap() {}

    /**
     * Validation loss minus training loss, evaluated where that was done.
     *
     * @param last value of a series by its name, null where there is none
     * @return null without either
     */
    public static Double of(Function<String, Double> last) {
        Double validation = last.apply(SeriesNames.ofEvaluation(Split.TRAIN_VAL, "loss"));
        Double evaluated = last.apply(SeriesNames.ofEvaluation(Split.TRAIN, "loss"));
        Double training = evaluated == null ? last.apply("loss") : evaluated;
        return validation == null || training == null ? null : (Double) (validation - training);
    }
}
