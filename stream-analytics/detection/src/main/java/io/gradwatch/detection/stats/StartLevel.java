package io.gradwatch.detection.stats;

import java.util.Arrays;

/**
 * Size of a series at its start: {@code min(max, 3 * median)} of the first {@value #VALUES} absolute values, so that
 * one wild value does not set it. A plain state of 70 bytes, O(1) a value.
 */
public class StartLevel {

    /** Values that make the start. */
    public static final int VALUES = 5;

    /** The first absolute values. */
    public double[] first = new double[VALUES];

    /** Values seen, at most {@value #VALUES} are counted. */
    public int count;

    /** The level; NaN until the start is complete. */
    public double level = Double.NaN;

    /**
     * Takes a value.
     *
     * @param value finite
     * @return whether the start was complete before this value
     */
    public boolean add(double value) {
        if (count == VALUES) {
            return true;
        }
        first[count++] = Math.abs(value);
        if (count == VALUES) {
            double[] sorted = first.clone();
            Arrays.sort(sorted);
            level = Math.min(sorted[VALUES - 1], 3 * sorted[VALUES / 2]);
        }
        return false;
    }
}
