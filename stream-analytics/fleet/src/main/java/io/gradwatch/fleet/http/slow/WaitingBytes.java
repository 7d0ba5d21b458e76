package io.gradwatch.fleet.http.slow;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of all answers that wait for their clients to take them. Thread-safe. */
final class WaitingBytes {

    private final long most;
    private final AtomicLong waiting = new AtomicLong();

    /** @param most bytes of all answers together */
    WaitingBytes(long most) {
        this.most = most;
    }

    /** Takes room for some bytes; false where there is too little. */
    boolean take(long bytes) {
        if (waiting.addAndGet(bytes) <= most) {
            return true;
        }
        waiting.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        waiting.addAndGet(-bytes);
    }

    long waiting() {
        return waiting.get();
    }
}
