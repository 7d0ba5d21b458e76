package io.gradwatch.detection.stats;

import java.util.Arrays;

/** The last values of a series, in order. A Flink POJO of 8 bytes a value and 16 more, O(1) a value. */
public class Ring {

    /** The values, in order of time from {@code count % length} on once it is full. */
    public double[] values;

    /** Values seen. */
    public long count;

    /** For Flink; holds nothing. */
    public Ring() {
        this(1);
    }

    /** @param size values that are kept, 1 or more */
    public Ring(int size) {
        values = new double[size];
    }

    /** Takes a value, and drops the oldest where there is no room. */
    public void add(double value) {
        values[(int) (count++ % values.length)] = value;
    }

    /** Values that are kept now. */
    public int size() {
        return (int) Math.min(count, values.length);
    }

    /**
     * A value that is kept.
     *
     * @param age 0 for the last one
     */
    public double last(int age) {
        return values[(int) ((count - 1 - age) % values.length)];
    }

    /** Median of the last values; NaN where there are none. */
    public double median(int latest) {
        int n = Math.min(latest, size());
        double[] sorted = new double[n];
        for (int i = 0; i < n; i++) {
            sorted[i] = last(i);
        }
        return Medians.of(sorted);
    }

    /** All that is kept, in no order. */
    public double[] copy() {
        return Arrays.copyOf(values, size());
    }
}
