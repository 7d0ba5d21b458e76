package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.outbox.store.OutboxSchema;
import java.sql.SQLException;

/** Tables and triggers that a copy of the state has beside the tables of an outbox. */
final class ReplicaSchema {

    private ReplicaSchema() {}

    /** Makes the tables, and notes the changes of each from then on. */
    static void create(Database database) {
        OutboxSchema.create(database);
        database.transaction(() -> {
            database.execute("CREATE TABLE leaders (id BIGINT PRIMARY KEY, name VARCHAR NOT NULL,"
                    + " since_millis BIGINT NOT NULL, version INT NOT NULL, confirmations BIGINT NOT NULL)");
            for (ReplicatedTable table : ReplicatedTable.values()) {
                database.execute("CREATE TRIGGER " + table.lowerCase() + "_changed AFTER INSERT, UPDATE, DELETE ON "
                        + table.lowerCase() + " FOR EACH ROW CALL '" + RowTrigger.class.getName() + "'");
            }
            // Rows come in the order of their last change: changes of a notification may come before it.
            database.execute("SET REFERENTIAL_INTEGRITY FALSE");
            return null;
        });
    }

    /** Makes the copy ready for changes of its own. */
    static void lead(Database database, long nowMillis) throws SQLException {
        database.execute("SET REFERENTIAL_INTEGRITY TRUE");
        // No sequence is given twice, also where the last ones were deleted: it goes by the clock, and beyond what is.
        long last = database.query(row -> row.getLong(1), "SELECT COALESCE(MAX(sequence), 0) FROM notifications")
                .get(0);
        database.execute(
                "ALTER TABLE notifications ALTER COLUMN sequence RESTART WITH " + Math.max(last + 1, nowMillis));
    }
}
