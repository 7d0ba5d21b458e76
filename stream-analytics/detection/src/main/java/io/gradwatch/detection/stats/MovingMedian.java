package io.gradwatch.detection.stats;

import java.util.Arrays;

/**
 * The median of the last values of a series. They are kept in order of size, so that a value moves a few others and
 * nothing is sorted. A plain state of 16 bytes a value and 20 more, O(values) a value.
 */
public class MovingMedian {

    /** The last values in order of time. */
    public Ring last;

    /** The same in order of size, as {@link Double#compare} has it. */
    public double[] sorted;

    /** For Flink; holds nothing. */
    public MovingMedian() {
        this(1);
    }

    /** @param values of which it is the median */
    public MovingMedian(int values) {
        last = new Ring(values);
        sorted = new double[values];
    }

    /** Takes a value in place of the oldest. */
    public void add(double value) {
        int size = last.size();
        boolean full = size == sorted.length;
        int gap = full ? Arrays.binarySearch(sorted, last.last(size - 1)) : size;
        int found = Arrays.binarySearch(sorted, 0, size, value);
        int place = found < 0 ? -found - 1 : found;
        if (place > gap) {
            place--;
            System.arraycopy(sorted, gap + 1, sorted, gap, place - gap);
        } else {
            System.arraycopy(sorted, place, sorted, place + 1, gap - place);
        }
        sorted[place] = value;
        last.add(value);
    }

    /** The median; NaN before there are enough values. */
    public double value() {
        int n = sorted.length;
        if (last.size() < n) {
            return Double.NaN;
        }
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
}
