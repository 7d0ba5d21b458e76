package io.gradwatch.alerting.deliver;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Wait after failures: doubling from {@code first} to {@code most}, with a random part of up to a half, so that many
 * receivers do not come back at once.
 *
 * @param first wait after one failure
 * @param most longest wait
 * @param random for the jitter
 */
public record BackOff(Duration first, Duration most, RandomGenerator random) {

    /** The product's: from 1 s to 5 min. */
    public static BackOff standard() {
        return new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5), RandomGenerator.getDefault());
    }

    /**
     * The wait after failures in a row.
     *
     * @param failures at least 1
     */
    public Duration after(int failures) {
        int doublings = Math.min(Math.max(failures, 1) - 1, 30);
        long millis = Math.min(first.toMillis() << doublings, most.toMillis());
        return Duration.ofMillis(millis - (long) (random.nextDouble() * millis / 2));
    }
}
