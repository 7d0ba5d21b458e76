package io.gradwatch.detection.stats;

import java.util.Arrays;

/** Medians, and spreads by medians. */
public final class Medians {

    /** Makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double NORMAL = 1.4826;

    private Medians() {}

    /** Median, which sorts the array; NaN of none. */
    public static double of(double[] values) {
        int n = values.length;
        if (n == 0) {
            return Double.NaN;
        }
        Arrays.sort(values);
        return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
    }

    /**
     * Standard deviation of the noise of a series, from its first differences: {@code 1.4826 * median(|d - median(d)|)
     * / sqrt(2)}. A slow trend does not count as noise. NaN of none.
     */
    public static double noise(double[] differences) {
        double[] deviations = differences.clone();
        double middle = of(deviations);
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = Math.abs(deviations[i] - middle);
        }
        return NORMAL * of(deviations) / Math.sqrt(2);
    }
}
