package io.gradwatch.standalone.draw;

import java.util.Arrays;

/**
 * One curve, summed up in a bounded number of buckets of rows: of each the first, least, greatest and last finite value
 * and whether it held NaN or an infinity, so that no spike of a long run is lost. Memory: 40 bytes a bucket.
 */
final class Series {

    private final String name;
    private final double[] first;
    private final double[] least;
    private final double[] greatest;
    private final double[] last;
    private final boolean[] nan;
    private final boolean[] infinite;

    /**
     * @param name for the legend
     * @param buckets 1 or more
     */
    Series(String name, int buckets) {
        this.name = name;
        first = empty(buckets);
        least = empty(buckets);
        greatest = empty(buckets);
        last = empty(buckets);
        nan = new boolean[buckets];
        infinite = new boolean[buckets];
    }

    private static double[] empty(int buckets) {
        double[] values = new double[buckets];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    /** Takes the next value of a bucket. */
    void add(int bucket, double value) {
        if (!Double.isFinite(value)) {
            nan[bucket] |= Double.isNaN(value);
            infinite[bucket] |= Double.isInfinite(value);
            return;
        }
        if (!hasValue(bucket)) {
            first[bucket] = value;
            least[bucket] = value;
            greatest[bucket] = value;
        }
        least[bucket] = Math.min(least[bucket], value);
        greatest[bucket] = Math.max(greatest[bucket], value);
        last[bucket] = value;
    }

    String name() {
        return name;
    }

    int buckets() {
        return first.length;
    }

    /** True where a bucket holds a finite value. */
    boolean hasValue(int bucket) {
        return !Double.isNaN(first[bucket]);
    }

    boolean hasNan(int bucket) {
        return nan[bucket];
    }

    boolean hasInfinity(int bucket) {
        return infinite[bucket];
    }

    boolean hasNonFinite(int bucket) {
        return nan[bucket] || infinite[bucket];
    }

    /** The finite values that a line through the bucket must touch, in order: first, least, greatest, last. */
    double[] extremes(int bucket) {
        return first[bucket] == last[bucket] && least[bucket] == greatest[bucket]
                ? new double[] {first[bucket]}
                : new double[] {first[bucket], least[bucket], greatest[bucket], last[bucket]};
    }
}
