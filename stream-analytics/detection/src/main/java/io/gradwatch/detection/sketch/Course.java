package io.gradwatch.detection.sketch;

/**
 * Course of a series, for people: levels as they came, and their distances on the scale of {@link SeriesSketch}, where
 * 1 is a factor of 2.7 of what is large against 0.03 of the start.
 *
 * @param values values seen
 * @param start level of the first values
 * @param best lowest level of the blocks
 * @param bestAt where in the series that is, 0 to 1
 * @param now median of the last three values
 * @param highest highest value
 * @param rise now above the best
 * @param top highest value above the best
 */
public record Course(
        long values, double start, double best, double bestAt, double now, double highest, double rise, double top) {

    /** The course of a series; null of fewer than three values. */
    public static Course of(SeriesSketch series) {
        SeriesShape shape = SeriesShape.of(series);
        return shape == null
                ? null
                : new Course(
                        series.count,
                        series.unscaled(shape.start),
                        series.unscaled(shape.least),
                        shape.best / (double) shape.size,
                        series.unscaled(shape.now),
                        series.highest,
                        shape.now - shape.least,
                        shape.highest - shape.least);
    }
}
