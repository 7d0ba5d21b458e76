package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.stats.Ring;
import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.Evaluation;
import java.util.List;

/**
 * Difference of the error on one split and on another, from pairs of evaluations of about the same step. A plain state
 * of 300 bytes, O(1) an evaluation.
 */
public class SplitGap {

    /** Pairs that are looked at. */
    private static final int PAIRS = 9;

    /** Pairs from which the noise is known. */
    private static final int FEWEST = 3;

    /** Steps apart, over the step reached, up to which two evaluations are of the same model. */
    private static final double SAME_MODEL = 0.02;

    /** Size of a validation set that does not tell its size: a small one, so that its noise is not underrated. */
    private static final long UNKNOWN_EXAMPLES = 200;

    /** Makes the standard deviation of three values three times, of nine one and a half times as large. */
    private static final int FEW = 3;

    /** Standard error of a median over that of a mean, for normal noise. */
    private static final double MEDIAN_ERROR = 1.25;

    /** Measure of errors. */
    public ErrorMeasure measure = new ErrorMeasure();

    /** Last unpaired error on the near and on the far split; NaN without one. */
    public double[] waiting = {Double.NaN, Double.NaN};

    /** Steps of these. */
    public long[] steps = new long[2];

    /** Fewest examples in an evaluation of the near and of the far split, 0 where none told. */
    public long[] examples = new long[2];

    /** Errors on the near split, of the last pairs. */
    public Ring near = new Ring(PAIRS);

    /** Errors on the far split less those on the near one. */
    public Ring difference = new Ring(PAIRS);

    /** Step of the first pair in a row in which the far error was larger, -1 where the last was not. */
    public long since = -1;

    /**
     * Takes an evaluation.
     *
     * @param far whether it is of the split that should be no worse
     * @return whether it made a pair
     */
    boolean add(boolean far, Evaluation evaluation) {
        int side = far ? 1 : 0;
        boolean before = measure.byAccuracy;
        double error = measure.of(evaluation.getLoss(), evaluation.getMetrics());
        if (before != measure.byAccuracy) {
            forget();
        }
        if (Double.isNaN(error)) {
            return false;
        }
        waiting[side] = error;
        steps[side] = evaluation.getStep();
        examples[side] = examples(evaluation);
        boolean together = Math.abs(steps[0] - steps[1]) <= SAME_MODEL * Math.max(steps[0], steps[1]);
        if (Double.isNaN(waiting[1 - side]) || !together) {
            return false;
        }
        near.add(waiting[0]);
        difference.add(waiting[1] - waiting[0]);
        since = waiting[1] > waiting[0] ? (since < 0 ? evaluation.getStep() : since) : -1;
        waiting[0] = Double.NaN;
        waiting[1] = Double.NaN;
        return true;
    }

    /** Pairs seen. */
    long pairs() {
        return difference.count;
    }

    /** Median error on the near split. */
    double nearError() {
        return near.median(PAIRS);
    }

    /** Median difference. */
    double size() {
        return difference.median(PAIRS);
    }

    /** Median error on the far split over that on the near one; infinite where that is zero. */
    double ratio() {
        return nearError() > 0 ? 1 + size() / nearError() : Double.POSITIVE_INFINITY;
    }

    /** Difference over its standard error; 0 where the noise is not known. */
    double deviations() {
        double error = 0;
        if (pairs() >= FEWEST) {
            error = MEDIAN_ERROR * noise() / Math.sqrt(difference.size());
        } else if (!measure.byAccuracy) {
            return 0;
        }
        double sampling = measure.byAccuracy ? sampling() : 0;
        return size() / Math.max(Math.max(error, sampling), Double.MIN_NORMAL);
    }

    /** Standard deviation of the differences, from those between neighbours; few of them are granted more. */
    private double noise() {
        int n = difference.size();
        double squares = 0;
        for (int i = 1; i < n; i++) {
            double step = difference.last(i) - difference.last(i - 1);
            squares += step * step;
        }
        return Math.sqrt(squares / (2 * (n - 1))) * (n + FEW) / (n - 1);
    }

    /** Standard error of the difference of two error rates, from the number of examples. */
    private double sampling() {
        return Math.sqrt(variance(nearError(), examples[0]) + variance(nearError() + size(), examples[1]));
    }

    private static double variance(double rate, long examples) {
        double count = examples > 0 ? examples : UNKNOWN_EXAMPLES;
        // A rate of 0 in n examples may well be one of 1/n.
        double bounded = Math.max(1 / count, Math.min(1 - 1 / count, rate));
        return bounded * (1 - bounded) / count;
    }

    private static long examples(Evaluation evaluation) {
        BatchView batch = evaluation.getBatch();
        List<Long> counts = batch == null || batch.getLabelCounts() == null ? List.of() : batch.getLabelCounts();
        return counts.stream().mapToLong(count -> Math.max(0, count)).sum();
    }

    private void forget() {
        waiting[0] = Double.NaN;
        waiting[1] = Double.NaN;
        near = new Ring(PAIRS);
        difference = new Ring(PAIRS);
        since = -1;
    }
}
