package io.gradwatch.detection.sketch;

import io.gradwatch.detection.stats.Ring;
import java.util.Arrays;
import java.util.Map;

/** An accuracy over a run, 0 to 1. A plain state of 200 bytes, O(1) a value. */
public class AccuracySketch {

    private static final int RECENT = 12;

    /** Values seen. */
    public long count;

    /** The first value; NaN before it. */
    public double first = Double.NaN;

    /** The highest value; NaN before the first. */
    public double best = Double.NaN;

    /** Number of the highest value, from 0. */
    public long bestAt;

    /** The last values. */
    public Ring recent = new Ring(RECENT);

    /** Values in a row, the last one included, that are the same to the last digit. */
    public long equal;

    /** Takes the accuracy among these metrics, if it is there. */
    void take(Map<String, Double> metrics) {
        Double value = metrics == null ? null : metrics.get("accuracy");
        if (value == null || !Double.isFinite(value)) {
            return;
        }
        equal = count > 0 && value == recent.last(0) ? equal + 1 : 1;
        recent.add(value);
        first = count == 0 ? value : first;
        if (count == 0 || value > best) {
            best = value;
            bestAt = count;
        }
        count++;
    }

    /** Median of the last three; NaN of none. */
    double now() {
        return recent.median(3);
    }

    /** Different values among the last ones, a share; NaN of fewer than two. */
    double distinct() {
        return count < 2 ? Double.NaN : Arrays.stream(recent.copy()).distinct().count() / (double) recent.size();
    }
}
