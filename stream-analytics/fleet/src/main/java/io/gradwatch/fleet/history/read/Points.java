package io.gradwatch.fleet.history.read;

import java.util.List;

/**
 * A curve, or a part of it, in columns of one length, ordered by attempt and step. A point is a row as it was sent, or
 * a bucket of steps: least, greatest and mean of its finite values, and how many of each kind it holds. Of a bucket
 * without a finite value, least, greatest and mean are its last value.
 *
 * @param raw whether the points are rows as they were sent
 * @param bucketSteps steps that a point stands for, a power of two; 1 where raw
 * @param attempts the attempts that have points in the range
 * @param smoothed null where no smoothing was asked for
 */
public record Points(
        boolean raw,
        long bucketSteps,
        List<Attempt> attempts,
        int[] attempt,
        long[] step,
        long[] lastStep,
        long[] timeMillis,
        double[] min,
        double[] max,
        double[] mean,
        double[] last,
        long[] count,
        long[] nan,
        long[] positiveInfinity,
        long[] negativeInfinity,
        double[] smoothed) {

    /**
     * What an attempt has of the series.
     *
     * @param attempt number of the attempt
     * @param firstStep with a value
     * @param lastStep with a value
     * @param count of values
     */
    public record Attempt(int attempt, long firstStep, long lastStep, long count) {}

    /** How many points there are. */
    public int size() {
        return step.length;
    }

    /** The same points with a smoothed column. */
    Points with(double[] smoothedColumn) {
        return new Points(
                raw,
                bucketSteps,
                attempts,
                attempt,
                step,
                lastStep,
                timeMillis,
                min,
                max,
                mean,
                last,
                count,
                nan,
                positiveInfinity,
                negativeInfinity,
                smoothedColumn);
    }

    static Points none() {
        return of(false, 1, List.of(), List.of());
    }

    /** One point on its way into columns. */
    record Point(
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

        long finite() {
            return count - nan - positiveInfinity - negativeInfinity;
        }
    }

    static Points of(boolean raw, long bucketSteps, List<Attempt> attempts, List<Point> points) {
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
                null);
    }
}
