package io.gradwatch.detection.stats;

/**
 * Turns a series into its swings: a top is confirmed when the series has fallen from it by the swing, a bottom when it
 * has risen by it. Smaller moves do not count. A plain state of 16 bytes, O(1) a value.
 */
public class ZigZag {

    /** The extreme since the last turn. */
    public double extreme;

    /** 1 while it rises, -1 while it falls, 0 before the first value. */
    public int direction;

    /**
     * Takes a value.
     *
     * @param value finite
     * @param swing size that makes a turn, above 0
     * @return the top that this value confirms; NaN where it confirms none
     */
    public double add(double value, double swing) {
        if (direction == 0) {
            direction = -1;
            extreme = value;
            return Double.NaN;
        }
        boolean onward = direction > 0 ? value > extreme : value < extreme;
        if (onward) {
            extreme = value;
            return Double.NaN;
        }
        if (Math.abs(value - extreme) < swing) {
            return Double.NaN;
        }
        double top = direction > 0 ? extreme : Double.NaN;
        direction = -direction;
        extreme = value;
        return top;
    }
}
