package io.gradwatch.fleet.live.query;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Retries a request while a rebalance hands a table over: for a moment no instance has it. While the tables are still
 * loading nobody waits.
 */
record RebalanceRetry(TableProgress progress, LongSupplier nanos) {

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** A rebalance of two instances on a busy machine of two cores takes less. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /**
     * Asks until there is an answer.
     *
     * @throws UnavailableException while the tables load, and when nobody had the table for three seconds
     */
    <T> T answer(Supplier<T> question) {
        // By the clock: an attempt may wait for an instance that does not answer.
        long begin = nanos.getAsLong();
        while (true) {
            try {
                return question.get();
            } catch (UnavailableException e) {
                if (nanos.getAsLong() - begin >= PATIENCE.toNanos()
                        || !progress.isComplete()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
