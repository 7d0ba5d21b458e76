package io.gradwatch.alerting.outbox.store;

import java.sql.Connection;
import java.sql.SQLException;

/** The way in which transactions of the outbox outlive the process. */
public interface Durability {

    /**
     * Called before the work of a transaction.
     *
     * @throws OutboxException when no transaction may begin any more
     */
    default void begin() {}

    /** Commits the work since {@link #begin}: it outlives the process when this returns. */
    void commit(Database database, Connection connection) throws SQLException;

    /** Called after the transaction, also where it failed. */
    default void end() {}

    /** Called with what a read or a transaction failed with. */
    default void failed(Throwable cause) {}

    /** Commits nothing any more; without effect where the file itself is what outlives the process. */
    default void abandon(String why) {}

    /** False where another instance may have taken over since the last commit. */
    default boolean isCertain() {
        return true;
    }
}
