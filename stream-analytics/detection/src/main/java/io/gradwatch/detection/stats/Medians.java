package io.gradwatch.detection.stats;

import java.util.Arrays;

/** Medians, and spreads by medians. */
public final class Medians {

    /** Makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double NORMAL = 1.4826;

    private Medians() {}

    /**
     * Median, which changes the order of the array; NaN of none. NaN counts as greater than all others. O(n) on
     * average, by selection (Hoare, "Algorithm 65: Find", CACM 4, 1961).
     */
    public static double of(double[] values) {
        int n = values.length;
        if (n == 0) {
            return Double.NaN;
        }
        int upper = n / 2;
        if (hasNaN(values)) {
            Arrays.sort(values);
        } else {
            select(values, upper);
        }
        if (n % 2 == 1) {
            return values[upper];
        }
        double below = values[0];
        for (int i = 1; i < upper; i++) {
            below = Math.max(below, values[i]);
        }
        return (below + values[upper]) / 2;
    }

    private static boolean hasNaN(double[] values) {
        boolean found = false;
        for (double value : values) {
            found |= Double.isNaN(value);
        }
        return found;
    }

    /** Puts the value of a place in order there, those that are not greater before it, and the others behind it. */
    private static void select(double[] values, int place) {
        int from = 0;
        int to = values.length - 1;
        while (from < to) {
            double pivot = ofThree(values[from], values[(from + to) >>> 1], values[to]);
            int low = from;
            int high = to;
            while (low <= high) {
                while (values[low] < pivot) {
                    low++;
                }
                while (values[high] > pivot) {
                    high--;
                }
                if (low <= high) {
                    double value = values[low];
                    values[low++] = values[high];
                    values[high--] = value;
                }
            }
            if (place <= high) {
                to = high;
            } else if (place >= low) {
                from = low;
            } else {
                return;
            }
        }
    }

    /**
     * Median of the last nine values of a series, without sorting or branching.
     *
     * @param values nine or more, the last nine finite
     */
    public static double ofNine(Ring values) {
        return ofNine(
                values.last(0),
                values.last(1),
                values.last(2),
                values.last(3),
                values.last(4),
                values.last(5),
                values.last(6),
                values.last(7),
                values.last(8));
    }

    /** Median of the nine values from a place on, without sorting or branching. */
    public static double ofNine(double[] values, int from) {
        return ofNine(
                values[from],
                values[from + 1],
                values[from + 2],
                values[from + 3],
                values[from + 4],
                values[from + 5],
                values[from + 6],
                values[from + 7],
                values[from + 8]);
    }

    /**
     * Of three triples in order, the middle of the greatest least, the middle middle and the least greatest (Paeth,
     * "Median finding on a 3x3 grid", Graphics Gems, 1990).
     */
    private static double ofNine(
            double a, double b, double c, double d, double e, double f, double g, double h, double i) {
        double greatestLeast = Math.max(Math.max(least(a, b, c), least(d, e, f)), least(g, h, i));
        double leastGreatest = Math.min(Math.min(greatest(a, b, c), greatest(d, e, f)), greatest(g, h, i));
        return ofThree(greatestLeast, ofThree(ofThree(a, b, c), ofThree(d, e, f), ofThree(g, h, i)), leastGreatest);
    }

    private static double least(double a, double b, double c) {
        return Math.min(Math.min(a, b), c);
    }

    /** Median of three values. */
    public static double ofThree(double a, double b, double c) {
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

    /**
     * The same of the differences of values.
     *
     * @param apart places between two values that are compared, 1 for neighbours
     */
    public static double noise(double[] values, int apart) {
        double[] differences = new double[values.length - apart];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = values[i + apart] - values[i];
        }
        return noise(differences);
    }
}
