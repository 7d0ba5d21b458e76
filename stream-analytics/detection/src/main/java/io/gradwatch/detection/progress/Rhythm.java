package io.gradwatch.detection.progress;

import io.gradwatch.detection.stats.RunningQuantile;

/** Interval between records of a run, in the time of the log. A Flink POJO of 40 bytes. */
public class Rhythm {

    /** The gap that nine of ten gaps do not exceed is the usual one. */
    private static final double USUAL = 0.9;

    /** Decay of the longest gap by a record. */
    private static final double FORGETTING = 0.99;

    /** Gaps between records, seconds. */
    public RunningQuantile gap = new RunningQuantile();

    /** Longest gap, slowly forgotten, seconds. */
    public double longest;

    /** Time in the log of the last record, milliseconds since 1970-01-01 UTC; 0 before the first. */
    public long lastMillis;

    void take(long nowMillis) {
        if (lastMillis > 0 && nowMillis > lastMillis) {
            double seconds = (nowMillis - lastMillis) / 1000.0;
            gap.add(seconds, USUAL);
            longest = Math.max(seconds, FORGETTING * longest);
        }
        lastMillis = Math.max(nowMillis, lastMillis);
    }

    /** Gaps that were longer than zero. */
    long gaps() {
        return gap.count;
    }

    /** The usual gap, seconds. */
    double usual() {
        return gap.value();
    }
}
