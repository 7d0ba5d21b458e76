package io.gradwatch.detection.stats;

/**
 * The median of the last values of a series, found when it is asked for. A plain state of 8 bytes a value and 16 more,
 * O(1) a value, O(values) a median.
 */
public class MovingMedian {

    /** The last values in order of time. */
    public Ring last;

    /** For Flink; holds nothing. */
    public MovingMedian() {
        this(1);
    }

    /** @param values of which it is the median */
    public MovingMedian(int values) {
        last = new Ring(values);
    }

    /** Takes a value in place of the oldest. */
    public void add(double value) {
        last.add(value);
    }

    /**
     * True if more than half of the values lie above one bound, and more than half below another: the median lies
     * between them, and need not be found.
     */
    public boolean isSurelyBetween(double low, double high) {
        int above = 0;
        int below = 0;
        for (double value : last.values) {
            above += value > low ? 1 : 0;
            below += value < high ? 1 : 0;
        }
        int half = last.values.length / 2;
        return last.size() == last.values.length && above > half && below > half;
    }

    /** The median; NaN before there are enough values. */
    public double value() {
        return last.size() < last.values.length ? Double.NaN : Medians.of(last.copy());
    }
}
