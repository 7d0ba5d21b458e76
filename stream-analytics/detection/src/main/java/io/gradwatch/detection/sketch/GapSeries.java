package io.gradwatch.detection.sketch;

import io.gradwatch.detection.stats.Blocks;
import io.gradwatch.detection.stats.Medians;

/**
 * Validation and training errors of one split side by side, one pair an evaluation, as logarithms in blocks: 64 of them
 * at most, however long the run is. A plain state of 1.7 KB.
 */
public class GapSeries {

    /** Evaluations before the scale of the validation error is known. */
    public static final int START = 3;

    /** Share of the error at the start that is added before the logarithm, so that zero has one. */
    private static final double SMALLEST_SHARE = 0.02;

    /** Validation errors of the first evaluations. */
    public double[] first = new double[START];

    /** Evaluations seen. */
    public long count;

    /** Offset of a validation error before the logarithm. */
    public double offset;

    /** Logarithms of the validation error. */
    public Blocks validation = new Blocks();

    /** Logarithms of the training error. */
    public Blocks training = new Blocks();

    /** Steps of the evaluations. */
    public Blocks steps = new Blocks();

    /**
     * Takes one evaluation.
     *
     * @param validationError zero or more
     * @param logTraining logarithm of the training error since the last evaluation
     * @return whether there is something new to judge
     */
    public boolean add(double validationError, double logTraining, long step) {
        training.add(logTraining);
        steps.add((double) step);
        count++;
        if (count < START) {
            first[(int) count - 1] = validationError;
            return false;
        }
        if (count == START) {
            first[START - 1] = validationError;
            offset = Math.max(SMALLEST_SHARE * Medians.of(first.clone()), Double.MIN_NORMAL);
            for (double error : first) {
                validation.add(Math.log(error + offset));
            }
            return false;
        }
        return validation.add(Math.log(validationError + offset));
    }
}
