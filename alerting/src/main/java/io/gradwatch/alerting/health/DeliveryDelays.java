package io.gradwatch.alerting.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Times from the moment of a change, on the clock of the log, to its delivery, by receiver. Thread-safe. */
public final class DeliveryDelays {

    /** Upper bounds of the buckets in seconds; one more bucket takes what is longer. */
    public static final List<Double> BOUNDS_SECONDS =
            List.of(0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 3600.0);

    private static final Delays NONE = new Delays(Collections.nCopies(BOUNDS_SECONDS.size() + 1, 0L), 0);

    private final Map<String, Delays> byReceiver = new TreeMap<>();

    /** Adds one; a log whose clock is ahead has a delay of zero. */
    public synchronized void add(String receiver, Duration delay) {
        double seconds = Math.max(0, delay.toMillis() / 1000.0);
        Delays before = byReceiver.getOrDefault(receiver, NONE);
        List<Long> counts = new ArrayList<>(before.counts());
        int bucket = 0;
        while (bucket < BOUNDS_SECONDS.size() && seconds > BOUNDS_SECONDS.get(bucket)) {
            bucket++;
        }
        counts.set(bucket, counts.get(bucket) + 1);
        byReceiver.put(receiver, new Delays(counts, before.sumSeconds() + seconds));
    }

    /** The delays so far. */
    public synchronized Map<String, Delays> snapshot() {
        return Map.copyOf(byReceiver);
    }

    /**
     * Delays of one receiver.
     *
     * @param counts of each bucket, not of those below it too
     * @param sumSeconds of all
     */
    public record Delays(List<Long> counts, double sumSeconds) {}
}
