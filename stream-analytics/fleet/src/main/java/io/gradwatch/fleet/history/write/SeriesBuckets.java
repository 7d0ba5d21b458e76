package io.gradwatch.fleet.history.write;

import io.gradwatch.fleet.history.files.Summaries;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Summarises values as they come, into buckets of all levels of the pyramid and one over all of a series. A series that
 * goes back to an earlier bucket gets a second part of it; parts are merged when they are read. Memory: about 700 bytes
 * a series.
 */
final class SeriesBuckets {

    /** The length of the bucket over all of a series. */
    static final long WHOLE = 0;

    /** Takes a bucket that is done. */
    @FunctionalInterface
    interface Sink {
        /** @param bucketSteps length of the bucket, {@link #WHOLE} for all of the series */
        void accept(Place place, String series, long bucketSteps, Bucket bucket) throws SQLException;
    }

    /** Origin of values. */
    record Place(String run, int attempt, int rank) {}

    /** Summary of a series within one bucket, or a part of it. */
    static final class Bucket {
        long bucket;
        long firstStep;
        long lastStep;
        long firstTime;
        long lastTime;
        long count;
        long nan;
        long positiveInfinity;
        long negativeInfinity;
        double minimum;
        double maximum;
        double sum;
        double last;

        Bucket() {
            begin(0);
        }

        private void begin(long number) {
            bucket = number;
            firstStep = firstTime = Long.MAX_VALUE;
            lastStep = lastTime = Long.MIN_VALUE;
            count = nan = positiveInfinity = negativeInfinity = 0;
            minimum = Double.POSITIVE_INFINITY;
            maximum = Double.NEGATIVE_INFINITY;
            sum = 0;
        }

        private void add(long step, long time, double value) {
            count++;
            cover(step, step, time, time, value);
            if (Double.isFinite(value)) {
                minimum = Math.min(minimum, value);
                maximum = Math.max(maximum, value);
                sum += value;
            } else if (Double.isNaN(value)) {
                nan++;
            } else if (value > 0) {
                positiveInfinity++;
            } else {
                negativeInfinity++;
            }
        }

        private void add(Bucket part) {
            count += part.count;
            nan += part.nan;
            positiveInfinity += part.positiveInfinity;
            negativeInfinity += part.negativeInfinity;
            cover(part.firstStep, part.lastStep, part.firstTime, part.lastTime, part.last);
            minimum = Math.min(minimum, part.minimum);
            maximum = Math.max(maximum, part.maximum);
            sum += part.sum;
        }

        private void cover(long fromStep, long toStep, long fromTime, long toTime, double lastValue) {
            firstStep = Math.min(firstStep, fromStep);
            firstTime = Math.min(firstTime, fromTime);
            lastTime = Math.max(lastTime, toTime);
            if (toStep >= lastStep) {
                lastStep = toStep;
                last = lastValue;
            }
        }

        boolean hasFinite() {
            return count > nan + positiveInfinity + negativeInfinity;
        }
    }

    /** Lengths from the finest on, the whole last. */
    private static final long[] STEPS = LongStream.concat(
                    Summaries.LEVELS.stream().mapToLong(Long::longValue), LongStream.of(WHOLE))
            .toArray();

    private final Map<Place, Map<String, Bucket[]>> open = new HashMap<>();
    private final Sink sink;

    SeriesBuckets(Sink sink) {
        this.sink = sink;
    }

    /** The open buckets of a place, to add several values of one record to. */
    Map<String, Bucket[]> at(Place place) {
        return open.computeIfAbsent(place, ignored -> new HashMap<>());
    }

    /**
     * Adds a value.
     *
     * @param buckets result of {@link #at} for the place
     * @param time microseconds since 1970
     */
    void add(Place place, Map<String, Bucket[]> buckets, String series, long step, long time, double value)
            throws SQLException {
        Bucket[] levels = buckets.get(series);
        if (levels == null) {
            levels = new Bucket[STEPS.length];
            for (int level = 0; level < levels.length; level++) {
                levels[level] = new Bucket();
                levels[level].begin(number(level, step));
            }
            buckets.put(series, levels);
        } else if (levels[0].bucket != number(0, step)) {
            done(place, series, levels, 0);
            levels[0].begin(number(0, step));
        }
        levels[0].add(step, time, value);
    }

    /** Hands a bucket over, and adds it to the one that it is a part of. */
    private void done(Place place, String series, Bucket[] levels, int level) throws SQLException {
        Bucket part = levels[level];
        sink.accept(place, series, STEPS[level], part);
        if (level + 1 < levels.length) {
            Bucket larger = levels[level + 1];
            long number = number(level + 1, part.bucket);
            if (larger.bucket != number) {
                done(place, series, levels, level + 1);
                larger.begin(number);
            }
            larger.add(part);
        }
    }

    private static long number(int level, long step) {
        return step & -STEPS[level];
    }

    /** Hands over all that is open, and forgets it. */
    void finish() throws SQLException {
        for (Map.Entry<Place, Map<String, Bucket[]>> place : open.entrySet()) {
            for (Map.Entry<String, Bucket[]> series : place.getValue().entrySet()) {
                for (int level = 0; level < STEPS.length; level++) {
                    done(place.getKey(), series.getKey(), series.getValue(), level);
                }
            }
        }
        open.clear();
    }
}
