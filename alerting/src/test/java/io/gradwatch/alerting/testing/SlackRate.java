package io.gradwatch.alerting.testing;

import java.time.Duration;
import java.time.Instant;

/** One message a second with a burst of two: a token bucket. */
final class SlackRate {

    private static final double BURST = 2;

    private double tokens = BURST;
    private Instant last = Instant.MIN;

    boolean allows(Instant now) {
        if (!last.equals(Instant.MIN)) {
            tokens = Math.min(BURST, tokens + Duration.between(last, now).toNanos() / 1e9);
        }
        last = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
