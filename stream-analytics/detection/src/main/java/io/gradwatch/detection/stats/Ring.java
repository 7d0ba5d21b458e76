package io.gradwatch.detection.stats;

import java.util.Arrays;

/** The last values of a series, in order. A plain state of 8 bytes a value and 16 more, O(1) a value. */
public class Ring {

    /** The values, in order of time from {@code count % length} on once it is full. */
    public double[] values;

    /** Values seen. */
    public long count;

    /** Place of the next value, {@code count % length}, which would cost a division at every look; -1 if not known. */
    private transient int next = -1;

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
        int place = next();
        values[place] = value;
        next = place + 1 == values.length ? 0 : place + 1;
        count++;
    }

    private int next() {
        if (next < 0) {
            next = (int) (count % values.length);
        }
        return next;
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
        int place = next() - 1 - age;
        return values[place < 0 ? place + values.length : place];
    }

    /** Median of the last values; NaN where there are none. */
    public double median(int latest) {
        return Medians.of(latest(latest));
    }

    /** The last values, in order of time; fewer where there are not so many. */
    public double[] latest(int most) {
        double[] values = new double[Math.min(most, size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = last(values.length - 1 - i);
        }
        return values;
    }

    /** The least of the last values; infinite where there are none. */
    public double least(int latest) {
        int end = next();
        int wanted = Math.min(latest, size());
        double least = Double.POSITIVE_INFINITY;
        for (int i = Math.max(0, end - wanted); i < end; i++) {
            least = Math.min(least, values[i]);
        }
        for (int i = values.length - Math.max(0, wanted - end); i < values.length; i++) {
            least = Math.min(least, values[i]);
        }
        return least;
    }

    /** The greatest of the last values; negative infinity where there are none. */
    public double greatest(int latest) {
        int end = next();
        int wanted = Math.min(latest, size());
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = Math.max(0, end - wanted); i < end; i++) {
            greatest = Math.max(greatest, values[i]);
        }
        for (int i = values.length - Math.max(0, wanted - end); i < values.length; i++) {
            greatest = Math.max(greatest, values[i]);
        }
        return greatest;
    }

    /** All that is kept, in no order. */
    public double[] copy() {
        return Arrays.copyOf(values, size());
    }
}
