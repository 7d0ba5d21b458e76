package io.gradwatch.fleet.history.read;

/**
 * Request for a part of a curve, with its resolution.
 *
 * @param run id of the run
 * @param series name of the series
 * @param rank of the process
 * @param axis unit of {@code from} and {@code to}
 * @param from first step or milliseconds since 1970; null for the beginning
 * @param to last one, included; null for the end
 * @param points that the answer may have, 1 to {@value #MOST_POINTS}
 * @param halfLifeSteps of the smoothing, 0 for none
 */
public record PointsRequest(
        String run, String series, int rank, Axis axis, Long from, Long to, int points, double halfLifeSteps) {

    /** More than any screen has pixels, and still about 200 KB a column of text. */
    public static final int MOST_POINTS = 10_000;

    /** Unit in which a range is given. */
    public enum Axis {
        /** Optimizer steps. */
        STEP,
        /** Milliseconds since 1970, by the clock of the job's host. */
        TIME
    }

    /** Checks the numbers. */
    public PointsRequest {
        if (points < 1 || points > MOST_POINTS) {
            throw new IllegalArgumentException("points was '" + points + "' but must be from 1 to " + MOST_POINTS);
        }
        if (from != null && to != null && from > to) {
            throw new IllegalArgumentException(
                    "from was '" + from + "' but must be at most to, which was '" + to + "'");
        }
        if (!(halfLifeSteps >= 0) || Double.isInfinite(halfLifeSteps)) {
            throw new IllegalArgumentException(
                    "smooth was '" + halfLifeSteps + "' but must be a number of steps, 0 or more");
        }
    }

    /** The whole curve of rank 0. */
    public static PointsRequest all(String run, String series, int points) {
        return new PointsRequest(run, series, 0, Axis.STEP, null, null, points, 0);
    }

    /** The same request for a range of steps. */
    public PointsRequest between(long first, long last) {
        return new PointsRequest(run, series, rank, Axis.STEP, first, last, points, halfLifeSteps);
    }

    /** The same request, smoothed. */
    public PointsRequest smoothed(double halfLife) {
        return new PointsRequest(run, series, rank, axis, from, to, points, halfLife);
    }
}
