package io.gradwatch.detection.stats;

/** The test of Mann (1945) and Kendall (1975) for a monotone trend, whatever the distribution of the noise. */
public final class MannKendall {

    private static final int FEWEST = 4;

    private MannKendall() {}

    /**
     * Standard normal score of the trend, without correction for ties: below 0 where the values fall, 0 for fewer than
     * four values. O(n^2).
     */
    public static double z(double[] values, int from) {
        int n = values.length - from;
        if (n < FEWEST) {
            return 0;
        }
        // The sign of a difference is that of its bits, which takes no branch that noise would mislead.
        long s = 0;
        for (int i = from; i < values.length; i++) {
            for (int j = i + 1; j < values.length; j++) {
                s += Long.signum(Double.doubleToRawLongBits(values[j] - values[i]));
            }
        }
        return s / Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
    }
}
