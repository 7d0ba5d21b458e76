package io.gradwatch.standalone.draw;

import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.Points.Attempt;
import io.gradwatch.fleet.history.read.Points.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of one series in a bounded number of points, each with the least and greatest of its values, so that no
 * spike of a long run is lost.
 */
final class BoundedSeries {

    /** As many as a wide screen has pixels for. */
    private static final int MOST_POINTS = 1_600;

    private List<Point> points = new ArrayList<>();
    private long valuesPerPoint = 1;
    private int limit = MOST_POINTS;

    /** Takes the next value; steps ascend within an attempt. */
    void add(int attempt, long step, double value) {
        append(points, Point.of(attempt, step, 0, value), valuesPerPoint);
        if (points.size() > limit) {
            valuesPerPoint *= 2;
            points = merged(points, valuesPerPoint);
            // Points of different attempts stay apart, however many there are.
            limit = Math.max(limit, 2 * points.size());
        }
    }

    /** All that was taken. */
    Points points() {
        return columns(points, valuesPerPoint);
    }

    /** The same with at most {@code most} points an attempt. */
    Points points(int most) {
        long values = valuesPerPoint;
        while (points.size() * valuesPerPoint > most * values) {
            values *= 2;
        }
        return columns(merged(points, values), values);
    }

    private static List<Point> merged(List<Point> points, long valuesPerPoint) {
        List<Point> merged = new ArrayList<>();
        points.forEach(point -> append(merged, point, valuesPerPoint));
        return merged;
    }

    private static void append(List<Point> points, Point next, long valuesPerPoint) {
        Point last = points.isEmpty() ? null : points.get(points.size() - 1);
        if (last != null && last.attempt() == next.attempt() && last.count() + next.count() <= valuesPerPoint) {
            points.set(points.size() - 1, last.and(next));
        } else {
            points.add(next);
        }
    }

    private static Points columns(List<Point> points, long valuesPerPoint) {
        Map<Integer, Point> attempts = new LinkedHashMap<>();
        points.forEach(point -> attempts.merge(point.attempt(), point, Point::and));
        Point first = points.get(0);
        return Points.of(
                valuesPerPoint == 1,
                first.lastStep() - first.firstStep() + 1,
                attempts.values().stream()
                        .map(all -> new Attempt(all.attempt(), all.firstStep(), all.lastStep(), all.count()))
                        .toList(),
                points,
                null);
    }
}
