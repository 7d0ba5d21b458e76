package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.outbox.store.Durability;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Transactions are in the log of rows before they return; the database is a copy of it. */
final class LogDurability implements Durability {

    private final RowLog log;

    LogDurability(RowLog log) {
        this.log = log;
    }

    @Override
    public void begin() {
        log.requireOpen();
        RowTrigger.begin();
    }

    @Override
    public void commit(Database database, Connection connection) throws SQLException {
        List<RowChange> changes = RowTrigger.changes();
        if (!changes.isEmpty()) {
            log.append(changes);
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            log.abandon("the copy of the state on the disk failed: " + e.getMessage());
            throw e;
        }
    }

    @Override
    public void end() {
        RowTrigger.end();
    }

    @Override
    public void abandon(String why) {
        log.abandon(why);
    }

    @Override
    public boolean isCertain() {
        return log.isCertain();
    }
}
