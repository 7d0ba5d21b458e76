package io.gradwatch.fleet.history.read;

import io.gradwatch.fleet.history.read.Points.Point;
import java.util.List;

/**
 * An exponential average over the values themselves, not over the points that are drawn: a value {@code d} steps before
 * a point weighs {@code 2^(-d / halfLife)}, and the weights are divided by their sum, so that the beginning is not
 * drawn to zero. NaN and infinities are left out. Each attempt begins anew.
 */
final class Smoothing {

    /**
     * Least number of buckets in a half-life, where values come in buckets: a value's weight is then off by less than a
     * tenth.
     */
    static final int PARTS = 8;

    private Smoothing() {}

    /**
     * The average at the end of each point; NaN where no finite value came before it.
     *
     * @param values in order of attempt and step
     */
    static double[] exponential(List<Point> points, List<Point> values, double halfLife) {
        double[] result = new double[points.size()];
        double weighted = 0;
        double weights = 0;
        int attempt = Integer.MIN_VALUE;
        long at = 0;
        int used = 0;
        for (int i = 0; i < result.length; i++) {
            while (used < values.size() && isBefore(values.get(used), points.get(i))) {
                Point value = values.get(used++);
                if (value.attempt() != attempt) {
                    weighted = weights = 0;
                    attempt = value.attempt();
                    at = value.lastStep();
                }
                double decay = Math.pow(2, -(value.lastStep() - at) / halfLife);
                weighted = weighted * decay + value.sum();
                weights = weights * decay + value.finite();
                at = value.lastStep();
            }
            result[i] = attempt == points.get(i).attempt() && weights > 0 ? weighted / weights : Double.NaN;
        }
        return result;
    }

    private static boolean isBefore(Point value, Point point) {
        return value.attempt() < point.attempt()
                || (value.attempt() == point.attempt() && value.lastStep() <= point.lastStep());
    }
}
