package io.gradwatch.alerting.outbox.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Transactions are on the disk, and counted by the mark, before they return. */
public final class DiskDurability implements Durability {

    private final OutboxMark mark;

    public DiskDurability(OutboxMark mark) {
        this.mark = mark;
    }

    @Override
    public void commit(Database database, Connection connection) throws SQLException {
        database.update("UPDATE transactions SET number = number + 1");
        connection.commit();
        // H2 writes a commit up to 500 ms later; a kill -9 in between would undo it.
        database.execute("CHECKPOINT SYNC");
        mark.committed(database.lastTransaction());
    }
}
