package io.gradwatch.fleet.live;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Patience with a table that is handed over: for a moment no instance has it, and who asks is better served by an
 * answer that comes a little later than by none. While the tables are still loading nobody waits.
 */
final class Handover {

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Three seconds: a rebalance of two instances on a busy machine of two cores takes less. */
    private static final int ATTEMPTS = 60;

    private final TableProgress progress;
    private final int attempts;

    Handover(TableProgress progress) {
        this(progress, ATTEMPTS);
    }

    /** @param attempts how often a question is asked at most, at least 1 */
    Handover(TableProgress progress, int attempts) {
        this.progress = progress;
        this.attempts = attempts;
    }

    /**
     * Asks until there is an answer.
     *
     * @throws UnavailableException while the tables load, and when nobody had the table at any attempt
     */
    <T> T answer(Supplier<T> question) {
        for (int left = attempts - 1; ; left--) {
            try {
                return question.get();
            } catch (UnavailableException e) {
                if (left <= 0
                        || !progress.isComplete()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
