package io.gradwatch.detection.reference;

import io.gradwatch.detection.stats.Medians;
import io.gradwatch.detection.stats.Ring;

/** ReferenceComparison of one signal of a run with its references. A plain state of 170 bytes, O(1) a value. */
public class ReferenceComparison {

    private static final int NOISE = 9;
    private static final int LAST = 3;

    /** Noise of the run, in standard deviations, that a single reference grants. */
    private static final double NOISE_DEVIATIONS = 3;

    /** Part of the largest reference value below which differences do not matter. */
    private static final double FLOOR = 0.02;

    /** Steps, epochs or tokens from one point to the next, over the place reached; a point is the mean over them. */
    private static final double POINT = 1.0 / 32;

    /** Sum of the values of the present point. */
    public double sum;

    /** Sum of their places. */
    public double places;

    /** Values of the present point. */
    public long count;

    /** Place of the last point, -1 before the first. */
    public double lastPlace = -1;

    /** Values of the last points. */
    public Ring points = new Ring(NOISE);

    /** Points in a row that are worse than the band. */
    public int worse;

    /** Points in a row that are not. */
    public int inside;

    /** Step of the first of the points in a row that are worse. */
    public long since;

    /** Takes a value; returns whether a point is complete, which {@link #place} then tells the place of. */
    boolean add(double value, double place) {
        sum += value;
        places += place;
        count++;
        return place - Math.max(0, lastPlace) >= POINT * place;
    }

    /** Values of the last points. */
    double reached() {
        return points.median(LAST);
    }

    double place() {
        return places / count;
    }

    /** Compares the point with a band, null where there is none, and begins the next. */
    void compare(Band band, Limits limits, boolean higherIsBetter, long step) {
        double point = sum / count;
        points.add(point);
        if (band != null) {
            double behind = higherIsBetter ? band.middle() - point : point - band.middle();
            boolean out = behind > width(band, limits);
            worse = out ? worse + 1 : 0;
            inside = out ? 0 : inside + 1;
            since = worse == 1 ? step : since;
        }
        lastPlace = place();
        sum = 0;
        places = 0;
        count = 0;
    }

    /** Allowed distance of a point from the middle of the band. */
    double width(Band band, Limits limits) {
        double middle = Math.abs(band.middle());
        double floor = FLOOR * band.scale();
        return band.spreadKnown()
                ? Math.max(floor, Math.max(limits.deviations() * band.deviation(), limits.tolerance() * middle))
                : Math.max(floor, limits.singleTolerance() * middle + NOISE_DEVIATIONS * noise());
    }

    private double noise() {
        return points.size() < 3 ? 0 : Medians.noise(points.latest(NOISE), 1);
    }

    /**
     * Limits.
     *
     * @param deviations median absolute deviations from the median of three curves or more
     * @param tolerance part of that median
     * @param singleTolerance part of the value of fewer curves
     */
    record Limits(double deviations, double tolerance, double singleTolerance) {}
}
