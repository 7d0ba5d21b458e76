package io.gradwatch.fleet.follow;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that can be followed. Every call comes from one thread.
 *
 * @param <S> all that is known at one moment, immutable
 */
public interface Source<S> extends AutoCloseable {

    /**
     * Takes what has come.
     *
     * @param patience longest wait
     * @return all that is known where that may be news
     * @throws RuntimeException when it cannot be read; the next call begins anew
     */
    Optional<S> poll(Duration patience);

    /** Reason that not all is known; empty when all is well. */
    Optional<String> trouble();

    @Override
    void close();
}
