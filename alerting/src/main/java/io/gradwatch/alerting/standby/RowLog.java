package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.outbox.store.Durability;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Log of the rows of an outbox, kept outside of this host, which one instance at a time may write: the leader.
 * Transactions are in it before they return; the database is a copy of it. Not thread-safe: the outbox locks around it.
 */
public interface RowLog extends Durability {

    /**
     * Appends changes, all or none of them. They are kept when it returns.
     *
     * @throws io.gradwatch.alerting.outbox.store.OutboxException when another instance leads, or it is not known
     *     whether they are kept; nothing can be appended any more
     */
    void append(List<RowChange> changes);

    /**
     * Checks that changes can be appended.
     *
     * @throws io.gradwatch.alerting.outbox.store.OutboxException when another instance leads, or a change could not be
     *     appended
     */
    void requireOpen();

    @Override
    default void begin() {
        requireOpen();
        RowTrigger.begin();
    }

    @Override
    default void commit(Database database, Connection connection) throws SQLException {
        List<RowChange> changes = RowTrigger.changes();
        if (!changes.isEmpty()) {
            append(changes);
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            abandon("the copy of the state on the disk failed: " + e.getMessage());
            throw e;
        }
    }

    @Override
    default void end() {
        RowTrigger.end();
    }
}
