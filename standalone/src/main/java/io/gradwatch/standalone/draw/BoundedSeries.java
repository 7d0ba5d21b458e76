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
 * spike of a long run is lost. Where a log has so many attempts that their points would be too many, a point holds
 * several of them, and belongs to the last.
 */
final class BoundedSeries {

    /** As many as a wide screen has pixels for. */
    private static final int MOST_POINTS = 1_600;

    private final List<Point> points = new ArrayList<>();
    private long valuesPerPoint = 1;
    private boolean acrossAttempts;

    /** Takes the next value; steps ascend within an attempt. */
    void add(int attempt, long step, double value) {
        append(Point.of(attempt, step, 0, value));
        shrink(MOST_POINTS);
    }

    /** All that was taken. */
    Points points() {
        return columns(points, valuesPerPoint);
    }

    /** The same in at most {@code most} points. */
    Points points(int most) {
        BoundedSeries few = new BoundedSeries();
        few.points.addAll(points);
        few.valuesPerPoint = valuesPerPoint;
        few.acrossAttempts = acrossAttempts;
        few.shrink(most);
        return few.points();
    }

    /** Merges points until they are few enough. */
    private void shrink(int most) {
        while (points.size() > most) {
            List<Point> before = List.copyOf(points);
            points.clear();
            valuesPerPoint *= 2;
            before.forEach(this::append);
            // Attempts stay apart as long as their points can be merged; a log may have more attempts than points.
            acrossAttempts |= points.size() > before.size() * 3 / 4;
        }
    }

    private void append(Point next) {
        Point last = points.isEmpty() ? null : points.get(points.size() - 1);
        if (last != null
                && (acrossAttempts || last.attempt() == next.attempt())
                && last.count() + next.count() <= valuesPerPoint) {
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
