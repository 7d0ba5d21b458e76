package io.gradwatch.agent.logs.curves;

import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.ReferenceCurve;
import java.util.ArrayList;
import java.util.List;

/** A curve of any length as at most {@value #MOST} points, each the mean of as many values. */
final class CurvePoints {

    static final int MOST = 64;

    /** Sums over the values of one point. */
    private record Point(double steps, double epochs, double values, long count) {
        Point plus(Point other) {
            return new Point(steps + other.steps, epochs + other.epochs, values + other.values, count + other.count);
        }
    }

    private static final Point NOTHING = new Point(0, 0, 0, 0);

    private List<Point> points = new ArrayList<>();
    private Point part = NOTHING;
    private long length = 1;
    private long lastStep = -1;

    /** Takes a value; left out where it is not finite or its step is not after the last. */
    void add(long step, Double epoch, Double value) {
        if (value == null || !Double.isFinite(value) || step <= lastStep) {
            return;
        }
        lastStep = step;
        part = part.plus(new Point(step, epoch == null ? Double.NaN : epoch, value, 1));
        if (part.count == length) {
            points.add(part);
            part = NOTHING;
        }
        if (points.size() > MOST) {
            merge();
        }
    }

    /** Adds the curve, by epoch where these are known and rise from point to point, else by step. */
    void addTo(List<ReferenceCurve> curves, String name, CurveSignal signal) {
        List<Point> all = new ArrayList<>(points);
        if (part.count > 0 && all.size() < MOST) {
            all.add(part);
        }
        if (all.size() < 2) {
            return;
        }
        List<Double> epochs =
                all.stream().map(point -> point.epochs / point.count).toList();
        boolean byEpoch = ascending(epochs);
        List<Double> at = byEpoch
                ? epochs
                : all.stream().map(point -> point.steps / point.count).toList();
        List<Double> values =
                all.stream().map(point -> point.values / point.count).toList();
        curves.add(new ReferenceCurve(name, signal, byEpoch ? CurveAxis.EPOCH : CurveAxis.STEP, at, values));
    }

    private static boolean ascending(List<Double> places) {
        for (int i = 0; i < places.size(); i++) {
            if (!Double.isFinite(places.get(i)) || (i > 0 && places.get(i) <= places.get(i - 1))) {
                return false;
            }
        }
        return true;
    }

    /** Neighbours become one point; the one without a neighbour is the beginning of the next. */
    private void merge() {
        List<Point> merged = new ArrayList<>();
        for (int i = 0; i + 1 < points.size(); i += 2) {
            merged.add(points.get(i).plus(points.get(i + 1)));
        }
        if (points.size() % 2 == 1) {
            part = points.get(points.size() - 1).plus(part);
        }
        points = merged;
        length *= 2;
    }
}
