package io.gradwatch.detection.sketch;

/** Common ground of the features of a run, computed once for all of them. Shapes are null where too little is known. */
final class RunShape {

    final RunSketch run;
    final SeriesShape loss;
    final SeriesShape validation;
    final SeriesShape gradient;

    /** Null of fewer than {@link Gap#FEWEST} pairs. */
    final Gap gap;

    RunShape(RunSketch run) {
        this.run = run;
        this.loss = SeriesShape.of(run.main());
        this.validation = SeriesShape.of(run.validation);
        this.gradient = SeriesShape.of(run.gradient);
        this.gap = run.gap.validation.size < Gap.FEWEST ? null : Gap.of(run.gap);
    }

    /** Natural logarithm of late validation loss over late training loss; NaN where there are none. */
    double gapNow() {
        return logRatio(median(validation, 3), median(loss, 5));
    }

    /** The same at the start. */
    double gapAtStart() {
        return validation == null || loss == null
                ? Double.NaN
                : logRatio(validation.series.first[0], loss.series.first[0]);
    }

    /** Natural logarithm of the last validation loss over the first. */
    double validationOverFirst() {
        return validation == null ? Double.NaN : logRatio(median(validation, 3), validation.series.first[0]);
    }

    /** Natural logarithm of the last validation loss over the lowest. */
    double validationOverLowest() {
        return validation == null ? Double.NaN : logRatio(median(validation, 3), validation.series.lowest);
    }

    private static double median(SeriesShape shape, int values) {
        return shape == null ? Double.NaN : shape.series.recent.median(values);
    }

    private static double logRatio(double over, double under) {
        return over > 0 && under > 0 ? Math.log(over / under) : Double.NaN;
    }
}
