package io.gradwatch.detection.stats;

/**
 * A quantile of positive values, followed on the logarithmic scale by stochastic approximation (Robbins and Monro
 * 1951): after the first hundred, a value moves the estimate by at most 4 %. A plain state of 16 bytes, O(1) a value.
 */
public class RunningQuantile {

    /** Half of the largest move a value after the first hundred, on the natural logarithm. */
    private static final double RATE = 0.02;

    /** Natural logarithm of the estimate. */
    public double logEstimate;

    /** Values seen. */
    public long count;

    /**
     * Takes a value.
     *
     * @param value positive and finite; else it is left out
     * @param probability of the quantile, 0 to 1 exclusive
     */
    public void add(double value, double probability) {
        if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
            return;
        }
        double log = Math.log(value);
        count++;
        if (count == 1) {
            logEstimate = log;
            return;
        }
        double rate = Math.max(RATE, 2.0 / count);
        double up = log > logEstimate ? probability : probability - 1;
        double move = 2 * rate * up;
        double distance = log - logEstimate;
        logEstimate += Math.abs(move) > Math.abs(distance) ? distance : move;
    }

    /** The estimate; 0 before the first value. */
    public double value() {
        return count == 0 ? 0 : Math.exp(logEstimate);
    }
}
