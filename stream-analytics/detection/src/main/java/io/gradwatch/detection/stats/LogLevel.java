package io.gradwatch.detection.stats;

/**
 * The level of a positive value on the natural logarithm, as an exponentially weighted mean that starts as a plain
 * mean. A plain state of 16 bytes, O(1) a value.
 */
public class LogLevel {

    /** Mean of the logarithms. */
    public double mean;

    /** Values seen. */
    public long count;

    /**
     * Takes a value.
     *
     * @param value left out unless positive and finite
     * @param memory values over which the mean reaches, 1 or more
     */
    public void add(double value, int memory) {
        if (value > 0 && value < Double.POSITIVE_INFINITY) {
            count++;
            mean += (Math.log(value) - mean) / Math.min(count, memory);
        }
    }

    /** The value at the level; NaN before the first value. */
    public double value() {
        return count == 0 ? Double.NaN : Math.exp(mean);
    }
}
