package io.gradwatch.alerting.outbox;

import java.util.List;

/** The tables of the outbox. */
final class OutboxSchema {

    /** Raised whenever a table changes; a file of a later version is refused. */
    static final int VERSION = 1;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS outbox_version (version INT PRIMARY KEY)",
            """
            CREATE TABLE IF NOT EXISTS alerts (
              id VARCHAR PRIMARY KEY, run_id VARCHAR NOT NULL, attempt INT NOT NULL, revision INT NOT NULL,
              state VARCHAR NOT NULL, body VARBINARY NOT NULL, changed_at_millis BIGINT NOT NULL,
              told_revision INT, told_state VARCHAR, told_severity VARCHAR)""",
            "CREATE INDEX IF NOT EXISTS alerts_by_time ON alerts (changed_at_millis)",
            """
            CREATE TABLE IF NOT EXISTS runs (
              run_id VARCHAR NOT NULL, attempt INT NOT NULL, told_at_millis BIGINT, critical_told_at_millis BIGINT,
              PRIMARY KEY (run_id, attempt))""",
            """
            CREATE TABLE IF NOT EXISTS notifications (
              sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, receiver VARCHAR NOT NULL,
              run_id VARCHAR NOT NULL, attempt INT NOT NULL, status VARCHAR NOT NULL, attempts INT NOT NULL,
              may_have_arrived BOOLEAN NOT NULL, created_at_millis BIGINT NOT NULL,
              next_attempt_at_millis BIGINT NOT NULL, ended_at_millis BIGINT, reference VARCHAR, reason VARCHAR)""",
            "CREATE INDEX IF NOT EXISTS notifications_by_receiver ON notifications (receiver, status, run_id, sequence)",
            "CREATE INDEX IF NOT EXISTS notifications_by_end ON notifications (ended_at_millis)",
            """
            CREATE TABLE IF NOT EXISTS notification_changes (
              sequence BIGINT NOT NULL REFERENCES notifications (sequence) ON DELETE CASCADE, alert_id VARCHAR NOT NULL,
              body VARBINARY NOT NULL, told_revision INT, told_state VARCHAR, told_severity VARCHAR,
              PRIMARY KEY (sequence, alert_id))""",
            "CREATE INDEX IF NOT EXISTS changes_by_alert ON notification_changes (alert_id)");

    private OutboxSchema() {}

    static void create(Database database) {
        database.transaction(() -> {
            for (String table : TABLES) {
                database.execute(table);
            }
            int found = database.query(row -> row.getInt(1), "SELECT MAX(version) FROM outbox_version")
                    .get(0);
            if (found > VERSION) {
                throw new OutboxException(
                        "it was written by a newer version (" + found + "; this one knows " + VERSION + ")", null);
            }
            database.update("MERGE INTO outbox_version VALUES (?)", VERSION);
            return null;
        });
    }
}
