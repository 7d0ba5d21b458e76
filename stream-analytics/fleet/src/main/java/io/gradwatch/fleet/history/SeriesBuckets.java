package io.gradwatch.fleet.history;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Summarises values as they come into buckets of 64 steps, the finest level of the pyramid. A series that goes back to
 * an earlier bucket gets a second part of it; parts are merged when they are read. Memory: about 150 bytes a series.
 */
final class SeriesBuckets {

    /** Takes a bucket that is done. */
    @FunctionalInterface
    interface Sink {
        void accept(Place place, String series, Bucket bucket) throws SQLException;
    }

    /** Where values come from. */
    record Place(String run, int attempt, int rank) {}

    /** What a series did within one bucket, or a part of it. */
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

        private void begin(long newBucket, long step, long time) {
            bucket = newBucket;
            firstStep = lastStep = step;
            firstTime = lastTime = time;
            count = nan = positiveInfinity = negativeInfinity = 0;
            minimum = Double.POSITIVE_INFINITY;
            maximum = Double.NEGATIVE_INFINITY;
            sum = 0;
        }

        private void add(long step, long time, double value) {
            count++;
            firstStep = Math.min(firstStep, step);
            firstTime = Math.min(firstTime, time);
            lastTime = Math.max(lastTime, time);
            if (step >= lastStep) {
                lastStep = step;
                last = value;
            }
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

        boolean hasFinite() {
            return count > nan + positiveInfinity + negativeInfinity;
        }
    }

    private static final long FINEST = Summaries.LEVELS.get(0);

    private final Map<Place, Map<String, Bucket>> open = new HashMap<>();
    private final Sink sink;

    SeriesBuckets(Sink sink) {
        this.sink = sink;
    }

    /** The open buckets of a place, to add several values of one record to. */
    Map<String, Bucket> at(Place place) {
        return open.computeIfAbsent(place, ignored -> new HashMap<>());
    }

    /**
     * Adds a value.
     *
     * @param buckets what {@link #at} gave for the place
     * @param time microseconds since 1970
     */
    void add(Place place, Map<String, Bucket> buckets, String series, long step, long time, double value)
            throws SQLException {
        long number = step & -FINEST;
        Bucket bucket = buckets.get(series);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.begin(number, step, time);
            buckets.put(series, bucket);
        } else if (bucket.bucket != number) {
            sink.accept(place, series, bucket);
            bucket.begin(number, step, time);
        }
        bucket.add(step, time, value);
    }

    /** Hands over all that is open, and forgets it. */
    void finish() throws SQLException {
        for (Map.Entry<Place, Map<String, Bucket>> place : open.entrySet()) {
            for (Map.Entry<String, Bucket> series : place.getValue().entrySet()) {
                sink.accept(place.getKey(), series.getKey(), series.getValue());
            }
        }
        open.clear();
    }
}
