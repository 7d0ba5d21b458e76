package io.gradwatch.alerting.outbox.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of the outbox. */
public final class OutboxSchema {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSchema.class);

    /** Raised whenever a table changes; a file of a later version is refused. */
    public static final int VERSION = 4;

    private static final List<String> TABLES = List.of(
            """
            CREATE TABLE IF NOT EXISTS alerts (
              id VARCHAR PRIMARY KEY, run_id VARCHAR NOT NULL, attempt INT NOT NULL, revision INT NOT NULL,
              state VARCHAR NOT NULL, body VARBINARY NOT NULL, changed_at_millis BIGINT NOT NULL,
              told_revision INT, told_state VARCHAR, told_severity VARCHAR, incident VARCHAR NOT NULL)\
            """,
            "CREATE INDEX IF NOT EXISTS alerts_by_time ON alerts (changed_at_millis)",
            "CREATE INDEX IF NOT EXISTS alerts_by_run ON alerts (run_id, attempt)",
            "CREATE INDEX IF NOT EXISTS alerts_by_incident ON alerts (incident)",
            """
            CREATE TABLE IF NOT EXISTS incidents (
              id VARCHAR PRIMARY KEY, told_at_millis BIGINT, critical_told_at_millis BIGINT, messages INT NOT NULL)\
            """,
            """
            CREATE TABLE IF NOT EXISTS causes (
              family VARCHAR NOT NULL, project VARCHAR NOT NULL, host VARCHAR NOT NULL, incident VARCHAR NOT NULL,
              seen_at_millis BIGINT NOT NULL, PRIMARY KEY (family, project, host))\
            """,
            """
            CREATE TABLE IF NOT EXISTS notifications (
              sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, receiver VARCHAR NOT NULL,
              status VARCHAR NOT NULL, attempts INT NOT NULL,
              may_have_arrived BOOLEAN NOT NULL, created_at_millis BIGINT NOT NULL,
              next_attempt_at_millis BIGINT NOT NULL, ended_at_millis BIGINT, reference VARCHAR, reason VARCHAR,
              incident VARCHAR NOT NULL)\
            """,
            "CREATE INDEX IF NOT EXISTS notifications_by_incident"
                    + " ON notifications (receiver, status, incident, sequence)",
            "CREATE INDEX IF NOT EXISTS notifications_by_end ON notifications (ended_at_millis)",
            """
            CREATE TABLE IF NOT EXISTS notification_changes (
              sequence BIGINT NOT NULL REFERENCES notifications (sequence) ON DELETE CASCADE, alert_id VARCHAR NOT NULL,
              body VARBINARY NOT NULL, told_revision INT, told_state VARCHAR, told_severity VARCHAR,
              PRIMARY KEY (sequence, alert_id))\
            """,
            "CREATE INDEX IF NOT EXISTS changes_by_alert ON notification_changes (alert_id)",
            "CREATE TABLE IF NOT EXISTS intake_positions (topic_partition INT PRIMARY KEY, next_offset BIGINT NOT"
                    + " NULL)",
            // Notifications of escalations; absent in those of version 2.
            "ALTER TABLE notifications ADD COLUMN IF NOT EXISTS unacknowledged_millis BIGINT",
            "CREATE INDEX IF NOT EXISTS notifications_by_status ON notifications (status, next_attempt_at_millis)",
            """
            CREATE TABLE IF NOT EXISTS escalations (
              alert_id VARCHAR PRIMARY KEY, since_millis BIGINT NOT NULL, levels VARCHAR NOT NULL,
              level INT NOT NULL, told VARCHAR NOT NULL)\
            """,
            // Summaries: when each schedule was last seen to, and what a notification of one says.
            "CREATE TABLE IF NOT EXISTS summaries (schedule VARCHAR PRIMARY KEY, due_at_millis BIGINT NOT NULL)",
            """
            CREATE TABLE IF NOT EXISTS notification_summaries (
              sequence BIGINT PRIMARY KEY REFERENCES notifications (sequence) ON DELETE CASCADE,
              body VARCHAR NOT NULL)\
            """,
            // One row while what was lost is not read again yet.
            "CREATE TABLE IF NOT EXISTS intake_losses (transactions BIGINT NOT NULL)");

    private static final List<String> DROPPED = List.of(
            "DROP TABLE notification_changes", "DROP TABLE notifications", "DROP TABLE runs", "DROP TABLE alerts");

    private static final String COLUMNS = """
            SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable
            FROM information_schema.columns WHERE table_schema = 'PUBLIC'
            UNION SELECT table_name || ' key ' || column_name || ' ' || ordinal_position
            FROM information_schema.key_column_usage WHERE table_schema = 'PUBLIC'
            """;

    private OutboxSchema() {}

    /**
     * Makes what is missing, all within the first transaction, which counts itself.
     *
     * @param name of the outbox in sentences
     */
    public static void create(String name, Database database) {
        database.transaction(() -> {
            database.update("CREATE TABLE IF NOT EXISTS transactions (number BIGINT NOT NULL)");
            database.update("INSERT INTO transactions SELECT 0 WHERE NOT EXISTS (SELECT * FROM transactions)");
            database.update("CREATE TABLE IF NOT EXISTS outbox_version (version INT PRIMARY KEY)");
            int found = database.first(row -> row.getInt(1), "SELECT MAX(version) FROM outbox_version")
                    .orElseThrow();
            if (found > VERSION) {
                throw new OutboxException(
                        "the outbox " + name + " was written by a newer version (" + found + "; this one knows "
                                + VERSION + "): start that release again, or move the file away to begin anew",
                        null);
            }
            if (found == 1) {
                LOG.warn("The outbox is of version 1, whose alerts cannot be read any more: it begins anew");
                executeAll(database, DROPPED);
            }
            executeAll(database, TABLES);
            database.update("MERGE INTO outbox_version VALUES (?)", VERSION);
            return null;
        });
    }

    /**
     * Compares the tables of a file of this version with those that it should have: damage of a name or of a type would
     * fail each statement.
     *
     * @throws SQLException when a column or a key is missing
     */
    static void requireWhole(Database found) throws SQLException {
        boolean ofThisVersion = found.first(row -> row.getInt(1), "SELECT MAX(version) FROM outbox_version")
                .filter(version -> version == VERSION)
                .isPresent();
        if (!ofThisVersion) {
            return;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
            connection.setAutoCommit(false);
            Database whole = new Database(connection, (any, same) -> same.commit());
            create("in memory", whole);
            Set<String> missing = new TreeSet<>(columns(whole));
            missing.removeAll(columns(found));
            if (!missing.isEmpty()) {
                throw new SQLException("its tables lack " + String.join(", ", missing));
            }
        }
    }

    private static List<String> columns(Database database) throws SQLException {
        return database.query(row -> row.getString(1), COLUMNS);
    }

    private static void executeAll(Database database, List<String> statements) throws SQLException {
        for (String statement : statements) {
            database.update(statement);
        }
    }
}
