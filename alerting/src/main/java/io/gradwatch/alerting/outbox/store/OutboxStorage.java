package io.gradwatch.alerting.outbox.store;

import java.util.Optional;

/** Place where an outbox is: a file of its own, or the copy of a log. Its text is its name in sentences. */
public interface OutboxStorage extends AutoCloseable {

    /** Reader of an outbox that several instances share: the one that leads. */
    String LEADER = "leader";

    /** Name of the one who reads the topic of alerts for this outbox; it is the same after a kill. */
    String reader();

    /** Reason for which it must be closed and opened anew; empty when all is well. */
    default Optional<String> failure() {
        return Optional.empty();
    }

    @Override
    void close();
}
