package io.gradwatch.fleet.picture;

import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.PointsRequest;
import io.gradwatch.fleet.live.view.AlertDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The curve that an alert is about, around its onset.
 *
 * @param from first step in view
 * @param to last step in view
 * @param points of the attempt of the alert, ordered by step
 */
record AlertCurve(AlertDetail alert, long from, long to, List<CurvePoint> points) {

    /** About one point for two pixels of a usual width. */
    private static final int POINTS = 400;

    /** Steps before and after the onset that are shown at least. Own choice, as on the page. */
    private static final long LEAST_REACH = 200;

    private static final long ROOM_PARTS = 16;

    /** A part of the curve with the counts of its values that are not finite. */
    record CurvePoint(
            long step,
            long lastStep,
            double min,
            double max,
            double mean,
            boolean nan,
            boolean positiveInfinity,
            boolean negativeInfinity) {

        boolean finite() {
            return Double.isFinite(mean);
        }

        boolean hasNotFinite() {
            return nan || positiveInfinity || negativeInfinity;
        }
    }

    /** Points to ask the history for. */
    static PointsRequest request(AlertDetail alert) {
        long onset = Math.max(0, alert.row().onsetStep());
        long reach = reach(alert);
        int rank = alert.row().rank() == null ? 0 : alert.row().rank();
        return new PointsRequest(
                alert.row().run(),
                alert.series(),
                rank,
                PointsRequest.Axis.STEP,
                Math.max(0, onset - reach),
                upTo(onset, reach),
                POINTS,
                0);
    }

    /** Half as many steps again as it took to fire, and enough to see what was usual. */
    private static long reach(AlertDetail alert) {
        long onset = Math.max(0, alert.row().onsetStep());
        long took = Math.max(0, alert.row().raisedStep() - onset);
        long waited = took > Long.MAX_VALUE / 3 ? Long.MAX_VALUE : 3 * took;
        return Math.max(LEAST_REACH, Math.max(waited, Math.round(onset * 0.05)));
    }

    /** Sum of two numbers that are not negative; the greatest number where it would be more. */
    private static long upTo(long step, long more) {
        return step > Long.MAX_VALUE - more ? Long.MAX_VALUE : step + more;
    }

    static AlertCurve of(AlertDetail alert, Points points) {
        List<CurvePoint> own = IntStream.range(0, points.size())
                .filter(i -> points.attempt()[i] == alert.row().attempt())
                .mapToObj(i -> new CurvePoint(
                        points.step()[i],
                        points.lastStep()[i],
                        points.min()[i],
                        points.max()[i],
                        points.mean()[i],
                        points.nan()[i] > 0,
                        points.positiveInfinity()[i] > 0,
                        points.negativeInfinity()[i] > 0))
                .toList();
        PointsRequest asked = request(alert);
        long raised = Math.max(alert.row().raisedStep(), alert.row().onsetStep());
        long last = own.isEmpty()
                ? raised
                : Math.max(raised, own.get(own.size() - 1).lastStep());
        long first = own.isEmpty()
                ? asked.from()
                : Math.min(own.get(0).step(), alert.row().onsetStep());
        // A little room on the right, so that a fault that began with the last step is seen.
        long end = Math.min(asked.to(), upTo(last, Math.max(1, (last - first) / ROOM_PARTS)));
        // An axis has a length, also at the greatest step.
        long begin = Math.min(first, Long.MAX_VALUE - 1);
        return new AlertCurve(alert, begin, Math.max(begin + 1, end), own);
    }

    /** True where it reaches the step at which the alert was raised. */
    boolean hasRaised() {
        return !points.isEmpty()
                && points.get(points.size() - 1).lastStep() >= alert.row().raisedStep();
    }

    /** Finite values by which the axis is chosen. */
    double[] finiteValues() {
        List<Double> values = new ArrayList<>();
        for (CurvePoint point : points) {
            if (point.finite()) {
                values.add(point.min());
                values.add(point.max());
                values.add(point.mean());
            }
        }
        return values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
    }
}
