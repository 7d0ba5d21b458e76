package io.gradwatch.alerting.fleet;

import java.time.Duration;

/**
 * Keeps from asking a service that does not answer: after some failures in a row it is not asked for a while, then once
 * by a single caller, and again by all after a success. Thread-safe.
 */
final class CircuitBreaker {

    private final int failuresToOpen;
    private final long pauseNanos;
    private int failures;
    private long openUntilNanos;

    /**
     * @param failuresToOpen in a row
     * @param pause for which nobody asks
     */
    CircuitBreaker(int failuresToOpen, Duration pause) {
        this.failuresToOpen = failuresToOpen;
        this.pauseNanos = pause.toNanos();
    }

    /** True where the service may be asked now; the caller says how that went. */
    synchronized boolean permits(long nowNanos) {
        if (failures < failuresToOpen) {
            return true;
        }
        if (nowNanos - openUntilNanos < 0) {
            return false;
        }
        // The others wait for how this one goes.
        openUntilNanos = nowNanos + pauseNanos;
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
    }

    /** True where it was closed until now, and is open. */
    synchronized boolean failed(long nowNanos) {
        boolean closed = failures < failuresToOpen;
        failures = Math.min(failuresToOpen, failures + 1);
        openUntilNanos = nowNanos + pauseNanos;
        return closed && failures == failuresToOpen;
    }
}
