package io.gradwatch.detection.stats;

/**
 * Distance of the last values of a positive series above its usual level, of all of them, on the natural logarithm. The
 * level is a mean of logarithms in which no value weighs more than a factor e, and which follows values that are more
 * than the tolerance only slowly: neither one spike nor the growth itself becomes usual. A plain state of 110 bytes,
 * O(1) a value.
 */
public class SustainedGrowth {

    /** Values over which the level reaches. */
    private static final int MEMORY = 200;

    /** Change of the level by a value beyond the tolerance, natural logarithm: a factor e in 100 values. */
    private static final double FOLLOWING = 0.01;

    /** Usual level, natural logarithm. */
    public double usual;

    /** Values that went into the level. */
    public long count;

    /** The last values, natural logarithm; negative infinity for zero. */
    public Ring last;

    /** Values in a row that lie above the tolerance. */
    public long beyond;

    /** Step of the first of the values in a row that lie above the tolerance, -1 where the last one does not. */
    public long since = -1;

    /** For Flink. */
    public SustainedGrowth() {
        this(1);
    }

    /** @param values that must all have grown */
    public SustainedGrowth(int values) {
        last = new Ring(values);
    }

    /**
     * Takes a value.
     *
     * @param value zero or more; left out where it is not finite
     * @param logTolerance natural logarithm of the factor above the usual level up to which values count as usual
     * @param follow whether the level may slowly follow, once more values in a row are beyond the tolerance than are
     *     kept
     */
    public void add(double value, long step, double logTolerance, boolean follow) {
        if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
            return;
        }
        double log = Math.log(value);
        last.add(log);
        boolean above = count > 0 && log - usual > logTolerance;
        beyond = above ? beyond + 1 : 0;
        since = !above ? -1 : since < 0 ? step : since;
        if (value > 0 && !above) {
            count++;
            double move = log - usual;
            usual = count == 1 ? log : usual + Math.max(-1, Math.min(1, move)) / Math.min(count, MEMORY);
        } else if (follow && beyond > last.values.length) {
            usual += FOLLOWING;
        }
    }

    /** The least of the last values over the usual level, a factor; 1 before there are enough values. */
    public double factor() {
        if (last.count <= last.values.length) {
            return 1;
        }
        return Math.exp(last.least(last.values.length) - usual);
    }

    /** The greatest of the last values over the usual level, a factor; 1 before there are enough values. */
    public double greatestFactor() {
        if (last.count <= last.values.length) {
            return 1;
        }
        return Math.exp(last.greatest(last.values.length) - usual);
    }

    /** The usual level; NaN before the first value. */
    public double level() {
        return count == 0 ? Double.NaN : Math.exp(usual);
    }

    /** The last value over the usual level, a factor; NaN before the first value. */
    public double lastFactor() {
        return count == 0 ? Double.NaN : Math.exp(last.last(0) - usual);
    }
}
