package io.gradwatch.fleet.follow;

import io.gradwatch.fleet.live.query.UnavailableException;
import java.util.function.Supplier;

/** Changes that a request writes to Kafka. */
public final class Changes {

    private Changes() {}

    /**
     * The result of a change.
     *
     * @throws UnavailableException where Kafka does not take it
     */
    public static <T> T written(Supplier<T> change) {
        try {
            return change.get();
        } catch (IllegalStateException e) {
            throw new UnavailableException(e.getMessage(), e);
        }
    }

    /**
     * Does a change.
     *
     * @throws UnavailableException where Kafka does not take it
     */
    public static void write(Runnable change) {
        written(() -> {
            change.run();
            return null;
        });
    }
}
