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
     * Median of the last nine values of a series, without sorting or branching: of three triples in order, the middle
     * of the greatest least, the middle middle and the least greatest (Paeth, "Median finding on a 3x3 grid", Graphics
     * Gems, 1990).
     *
     * @param values nine or more, the last nine finite
     */
    public static double ofNine(Ring values) {
        double a = values.last(0);
        double b = values.last(1);
        double c = values.last(2);
        double d = values.last(3);
        double e = values.last(4);
        double f = values.last(5);
        double g = values.last(6);
        double h = values.last(7);
        double i = values.last(8);
        double greatestLeast = Math.max(Math.max(least(a, b, c), least(d, e, f)), least(g, h, i));
        double leastGreatest = Math.min(Math.min(greatest(a, b, c), greatest(d, e, f)), greatest(g, h, i));
        return middle(greatestLeast, middle(middle(a, b, c), middle(d, e, f), middle(g, h, i)), leastGreatest);
    }

    private static double least(double a, double b, double c) {
        return Math.min(Math.min(a, b), c);
    }

    private static double middle(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private static double greatest(double a, double b, double c) {
        return Math.max(Math.max(a, b), c);
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
