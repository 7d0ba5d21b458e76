package io.gradwatch.agent.kafka;

/** Waits that double from 0.1 s to 5 s as long as nothing succeeds. */
final class Backoff {

    private static final long FIRST_NANOS = 100_000_000L;
    private static final long LONGEST_NANOS = 5_000_000_000L;

    private long nextNanos = FIRST_NANOS;
    private long untilNanos;
    private boolean waiting;

    /** Begins a wait, twice as long as the one before. */
    void failed(long nowNanos) {
        untilNanos = nowNanos + nextNanos;
        nextNanos = Math.min(LONGEST_NANOS, 2 * nextNanos);
        waiting = true;
    }

    void succeeded() {
        nextNanos = FIRST_NANOS;
        waiting = false;
    }

    boolean isOver(long nowNanos) {
        return !waiting || nowNanos - untilNanos >= 0;
    }
}
