package io.gradwatch.benchmarks.report;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Durations and their quantiles, kept to three digits up to a minute. Not thread-safe. */
public final class Latencies {

    private static final long MOST_NANOS = 60_000_000_000L;

    private final Histogram nanos = new Histogram(1_000, MOST_NANOS, 3);

    /** Adds one; a longer one than a minute counts as a minute. */
    public void add(long durationNanos) {
        nanos.recordValue(Math.min(MOST_NANOS, Math.max(0, durationNanos)));
    }

    /** Number of durations. */
    public long count() {
        return nanos.getTotalCount();
    }

    /** The duration that {@code percent} of them do not exceed, milliseconds. */
    public double millis(double percent) {
        return nanos.getValueAtPercentile(percent) / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "n %6d   p50 %7.2f   p90 %7.2f   p99 %7.2f   max %7.2f ms",
                count(),
                millis(50),
                millis(90),
                millis(99),
                millis(100));
    }
}
