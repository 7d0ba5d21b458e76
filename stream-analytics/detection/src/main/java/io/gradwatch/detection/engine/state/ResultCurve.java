package io.gradwatch.detection.engine.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One signal of a run from its first step to its last in at most {@value #MOST_POINTS} points. Each is the mean over
 * equally many values; when there is no room for another, neighbours are merged. A plain state of 1 KB, O(1) a value.
 */
public class ResultCurve {

    /** Points of a curve, an even number. */
    public static final int MOST_POINTS = 64;

    /** Places of the points, ascending; empty before the first value. */
    public double[] at = new double[0];

    /** Values at the places. */
    public double[] values = new double[0];

    /** Points that there are. */
    public int size;

    /** Values that make a point. */
    public long width = 1;

    /** Values of the point that is not complete. */
    public long count;

    /** Sum of their places. */
    public double places;

    /** Sum of the values. */
    public double sum;

    /** Place of the last value. */
    public double last = Double.NEGATIVE_INFINITY;

    /** Takes a value; one that is absent or not finite is left out, and one further back makes what came after void. */
    void take(double place, Double value) {
        if (value == null || !Double.isFinite(value)) {
            return;
        }
        if (place < last) {
            goBackTo(place);
        }
        last = place;
        places += place;
        sum += value;
        count++;
        if (count >= width) {
            complete();
        }
    }

    /** Places and values, in this order; with the point that is not complete where it is so by half. */
    List<List<Double>> points() {
        List<Double> allPlaces = new ArrayList<>(size + 1);
        List<Double> allValues = new ArrayList<>(size + 1);
        for (int i = 0; i < size; i++) {
            allPlaces.add(at[i]);
            allValues.add(values[i]);
        }
        if (2 * count >= width && size < MOST_POINTS) {
            allPlaces.add(places / count);
            allValues.add(sum / count);
        }
        return List.of(allPlaces, allValues);
    }

    private void complete() {
        if (at.length == 0) {
            at = new double[MOST_POINTS];
            values = new double[MOST_POINTS];
        }
        at[size] = places / count;
        values[size] = sum / count;
        size++;
        begin();
        if (size == MOST_POINTS) {
            merge();
        }
    }

    private void merge() {
        for (int i = 0; i < MOST_POINTS / 2; i++) {
            at[i] = (at[2 * i] + at[2 * i + 1]) / 2;
            values[i] = (values[2 * i] + values[2 * i + 1]) / 2;
        }
        size = MOST_POINTS / 2;
        width *= 2;
    }

    private void goBackTo(double place) {
        int kept = Arrays.binarySearch(at, 0, size, place);
        size = kept < 0 ? -kept - 1 : kept;
        begin();
    }

    private void begin() {
        count = 0;
        places = 0;
        sum = 0;
    }
}
