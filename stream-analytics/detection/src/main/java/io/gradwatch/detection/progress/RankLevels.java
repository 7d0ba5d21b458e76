package io.gradwatch.detection.progress;

import java.util.Arrays;

/**
 * The level of a positive value on each rank, against the median of the ranks. A round is over when as many values came
 * as there are ranks; only then the ranks are compared, so that a value costs O(log ranks) on average. A plain state of
 * 28 bytes a rank, at most {@value #MOST} ranks.
 */
public class RankLevels {

    /** Ranks from this number on are left out. */
    public static final int MOST = 16_384;

    /** Values over which a level reaches, and before which a rank is not compared. */
    private static final int MEMORY = 20;

    /** Rounds that a rank may be late. */
    private static final int LATE = 3;

    /** Mean of the logarithms, by rank. */
    public double[] levels = new double[0];

    /** Values, by rank; at most {@value #MEMORY} are counted. */
    public int[] counts = new int[0];

    /** Round of the last value, by rank. */
    public int[] heard = new int[0];

    /** Rounds in a row away from the median, by rank. */
    public int[] away = new int[0];

    /** Step at which that began, by rank. */
    public long[] since = new long[0];

    /** Ranks with a value. */
    public int ranks;

    /** Values in the present round. */
    public int values;

    /** Rounds so far. */
    public int round;

    /** Median of the levels after the last round. */
    public double median = Double.NaN;

    /**
     * Takes a value.
     *
     * @param value left out unless positive and finite
     * @return whether a round is over
     */
    boolean add(int rank, double value) {
        if (rank >= MOST || !(value > 0) || value == Double.POSITIVE_INFINITY) {
            return false;
        }
        if (rank >= levels.length) {
            grow(Math.min(MOST, Math.max(rank + 1, 2 * levels.length)));
        }
        ranks += counts[rank] == 0 ? 1 : 0;
        counts[rank] = Math.min(MEMORY, counts[rank] + 1);
        levels[rank] += (Math.log(value) - levels[rank]) / counts[rank];
        heard[rank] = round;
        if (++values < ranks) {
            return false;
        }
        values = 0;
        round++;
        return true;
    }

    /**
     * Compares the ranks at the end of a round.
     *
     * @param above natural logarithm of the factor above the median from which a rank is away
     * @param below the same below the median, infinity for never
     * @return the rank that is away for longest, -1 where none is
     */
    int compare(double above, double below, long step) {
        if (ranks < 2) {
            return -1;
        }
        double[] present = new double[ranks];
        int n = 0;
        for (int rank = 0; rank < levels.length; rank++) {
            if (compared(rank)) {
                present[n++] = levels[rank];
            }
        }
        median = lowerMedian(Arrays.copyOf(present, n));
        int longest = -1;
        for (int rank = 0; rank < levels.length; rank++) {
            double off = levels[rank] - median;
            boolean isAway = n >= 2 && compared(rank) && (off >= above || -off >= below);
            since[rank] = isAway && away[rank] == 0 ? step : since[rank];
            away[rank] = isAway ? away[rank] + 1 : 0;
            longest = isAway && (longest < 0 || away[rank] > away[longest]) ? rank : longest;
        }
        return longest;
    }

    /** The level of a rank over the median of all, a factor. */
    double factor(int rank) {
        return Math.exp(levels[rank] - median);
    }

    /** Of an even number of ranks the lower of the middle two, so that of two ranks the slower one stands out. */
    private static double lowerMedian(double[] present) {
        Arrays.sort(present);
        return present.length == 0 ? Double.NaN : present[(present.length - 1) / 2];
    }

    private boolean compared(int rank) {
        return counts[rank] >= MEMORY && round - heard[rank] <= LATE;
    }

    private void grow(int size) {
        levels = Arrays.copyOf(levels, size);
        counts = Arrays.copyOf(counts, size);
        heard = Arrays.copyOf(heard, size);
        away = Arrays.copyOf(away, size);
        since = Arrays.copyOf(since, size);
    }
}
