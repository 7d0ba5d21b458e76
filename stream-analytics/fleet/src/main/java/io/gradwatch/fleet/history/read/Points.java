package io.gradwatch.fleet.history.read;

import io.gradwatch.fleet.api.Described;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * A curve, or a part of it, in columns of one length, ordered by attempt and step. A point is a row as it was sent, or
 * a bucket of steps: least, greatest and mean of its finite values, and how many of each kind it holds. Of a bucket
 * without a finite value, least, greatest and mean are its last value.
 */
public record Points(
        @Described("True where the points are rows as they were sent.")
        boolean raw,

        @Described("Steps that a point stands for, a power of two; 1 where raw.")
        long bucketSteps,

        @Described("Attempts that have points in the range.")
        List<Attempt> attempts,

        @Described("Attempt of each point.") int[] attempt,
        @Described("First step of each point.") long[] step,
        @Described("Last step of each point.") long[] lastStep,

        @Described("Time of each point, since 1970-01-01 UTC.")
        long[] timeMillis,

        @Described("Least finite value of each point; its last value without one.")
        double[] min,

        @Described("Greatest finite value of each point; its last value without one.")
        double[] max,

        @Described("Mean of the finite values of each point; its last value without one.")
        double[] mean,

        @Described("Last value of each point.") double[] last,
        @Described("Values of each point.") long[] count,
        @Described("NaN values of each point.") long[] nan,
        @Described("Positive infinities of each point.") long[] positiveInfinity,
        @Described("Negative infinities of each point.") long[] negativeInfinity,

        @Described(value = "Smoothed values; null where no smoothing was asked for.", nullable = true)
        double[] smoothed) {

    /** Part of the series that one attempt made. */
    @Described(name = "AttemptRange")
    public record Attempt(
            @Described("Number of the attempt.") int attempt,
            @Described("First step with a value.") long firstStep,
            @Described("Last step with a value.") long lastStep,
            @Described("Values of the attempt.") long count) {}

    /** Number of points. */
    public int size() {
        return step.length;
    }

    static Points none() {
        return of(false, 1, List.of(), List.of(), null);
    }

    /**
     * One point on its way into columns.
     *
     * @param minimum of the finite values; null without one, as the maximum
     * @param sum of the finite values
     */
    public record Point(
            int attempt,
            long firstStep,
            long lastStep,
            long timeMillis,
            long count,
            long nan,
            long positiveInfinity,
            long negativeInfinity,
            Double minimum,
            Double maximum,
            double sum,
            double last) {

        /** A single value. */
        public static Point of(int attempt, long step, long timeMillis, double value) {
            boolean finite = Double.isFinite(value);
            return new Point(
                    attempt,
                    step,
                    step,
                    timeMillis,
                    1,
                    Double.isNaN(value) ? 1 : 0,
                    value == Double.POSITIVE_INFINITY ? 1 : 0,
                    value == Double.NEGATIVE_INFINITY ? 1 : 0,
                    finite ? (Double) value : null,
                    finite ? (Double) value : null,
                    finite ? value : 0,
                    value);
        }

        /** This point and the next as one, which belongs to the attempt of the next. */
        public Point and(Point next) {
            return new Point(
                    next.attempt,
                    Math.min(firstStep, next.firstStep),
                    Math.max(lastStep, next.lastStep),
                    timeMillis,
                    count + next.count,
                    nan + next.nan,
                    positiveInfinity + next.positiveInfinity,
                    negativeInfinity + next.negativeInfinity,
                    either(minimum, next.minimum, Math::min),
                    either(maximum, next.maximum, Math::max),
                    sum + next.sum,
                    next.last);
        }

        private static Double either(Double one, Double other, BinaryOperator<Double> both) {
            return one == null ? other : other == null ? one : both.apply(one, other);
        }

        long finite() {
            return count - nan - positiveInfinity - negativeInfinity;
        }
    }

    /** @param smoothed null where no smoothing was asked for */
    public static Points of(
            boolean raw, long bucketSteps, List<Attempt> attempts, List<Point> points, double[] smoothed) {
        return new Points(
                raw,
                bucketSteps,
                attempts,
                points.stream().mapToInt(Point::attempt).toArray(),
                points.stream().mapToLong(Point::firstStep).toArray(),
                points.stream().mapToLong(Point::lastStep).toArray(),
                points.stream().mapToLong(Point::timeMillis).toArray(),
                points.stream()
                        .mapToDouble(p -> p.minimum() == null ? p.last() : p.minimum())
                        .toArray(),
                points.stream()
                        .mapToDouble(p -> p.maximum() == null ? p.last() : p.maximum())
                        .toArray(),
                points.stream()
                        .mapToDouble(p -> p.finite() == 0 ? p.last() : p.sum() / p.finite())
                        .toArray(),
                points.stream().mapToDouble(Point::last).toArray(),
                points.stream().mapToLong(Point::count).toArray(),
                points.stream().mapToLong(Point::nan).toArray(),
                points.stream().mapToLong(Point::positiveInfinity).toArray(),
                points.stream().mapToLong(Point::negativeInfinity).toArray(),
                smoothed);
    }
}
