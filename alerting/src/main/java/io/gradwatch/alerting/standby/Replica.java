package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.outbox.IntakePositions;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.outbox.store.Columns;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.outbox.store.OutboxFile;
import io.gradwatch.alerting.outbox.store.OutboxSchema;
import io.gradwatch.alerting.outbox.store.OutboxStorage;
import io.gradwatch.alerting.outbox.store.SentJournal;
import io.gradwatch.alerting.outbox.store.UnreadableRows;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copy of an outbox whose rows are in a log, in a database file that is made anew each time. It follows the log until
 * it leads; then it becomes an outbox, and its owner writes the log. Not thread-safe.
 */
public final class Replica implements OutboxStorage {

    private static final String NAME = "alerting-replica";

    private final Path folder;
    private final Connection connection;
    private final Database database;
    private final ReplicaWriter writer;

    private Replica(Path folder, Connection connection) {
        this.folder = folder;
        this.connection = connection;
        this.database = new Database(connection, (any, same) -> same.commit());
        this.writer = new ReplicaWriter(connection);
    }

    /**
     * Makes an empty copy.
     *
     * @param folder that the caller has the {@link OutboxLock} of
     */
    public static Replica create(Path folder) {
        Path file = OutboxFile.in(folder, NAME);
        try {
            Files.deleteIfExists(folder.resolve(NAME + ".mv.db"));
            Replica replica = new Replica(folder, OutboxFile.connect(file));
            createTables(replica.database);
            return replica;
        } catch (IOException | SQLException e) {
            throw new OutboxException("the copy of the state " + file + ".mv.db cannot be made: " + e.getMessage(), e);
        }
    }

    /**
     * Takes over rows of the log, in its order.
     *
     * @return rows that are none of an outbox, a sentence about each: they are left out
     */
    public List<String> apply(List<RowChange> changes) {
        return database.transaction(() -> {
            List<String> refused = new ArrayList<>();
            for (RowChange change : changes) {
                try {
                    writer.write(change);
                } catch (SQLException e) {
                    if (!isOfData(e)) {
                        throw e;
                    }
                    refused.add("a row of " + change.table() + " cannot be taken over: " + e.getMessage());
                }
            }
            return refused;
        });
    }

    /** True where the row is to blame and not the file: values, keys, names. */
    private static boolean isOfData(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("42");
    }

    /** The instance that took over last; empty when none ever did. */
    public Optional<Leader> leader() {
        return database.read(() -> database.first(
                row -> new Leader(row.getString("name"), Columns.instant(row, "since_millis")),
                "SELECT * FROM leaders"));
    }

    /** Offset of the next record of each partition of the topic of alerts that was taken over. */
    public Map<Integer, Long> positions() {
        return database.read(new IntakePositions(database)::all);
    }

    /**
     * Becomes an outbox, once the log was read to its end and nobody else can write it. What was on its way when the
     * last leader ended counts as perhaps arrived, as after a restart.
     *
     * @param log that takes the changes of the outbox
     * @param leader whose instance this is
     * @param rules by which alerts become one incident
     * @return the outbox; this copy is closed with it
     */
    public Outbox lead(RowLog log, Leader leader, IncidentRules rules) {
        requireKnownVersion();
        database.transaction(() -> enableOwnChanges(database, leader.since().toEpochMilli()));
        SentJournal journal = SentJournal.open(folder);
        try {
            return lead(new Database(connection, log), journal, leader, rules);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private Outbox lead(Database logged, SentJournal journal, Leader leader, IncidentRules rules) {
        Outbox outbox = new Outbox(this, logged, journal, rules);
        outbox.losses().find(logged, new IntakePositions(logged));
        logged.transaction(() -> logged.update(
                "MERGE INTO leaders VALUES (1, ?, ?, ?, 0)",
                leader.name(),
                leader.since().toEpochMilli(),
                OutboxSchema.VERSION));
        new UnreadableRows(logged, folder).setAside().ifPresent(outbox.losses()::damaged);
        outbox.recover();
        return outbox;
    }

    /** @throws OutboxException when a newer version wrote the state, whose rows this one does not know */
    public void requireKnownVersion() {
        int version = database.read(() -> database.first(row -> row.getInt(1), "SELECT MAX(version) FROM leaders"))
                .orElseThrow();
        if (version > OutboxSchema.VERSION) {
            throw new OutboxException(
                    "the state in the topic " + Topics.OUTBOX_ROWS.name() + " was written by a newer version ("
                            + version + "; this one knows " + OutboxSchema.VERSION
                            + "): start the newer release again",
                    null);
        }
    }

    /** Makes the tables, and notes the changes of each from then on. */
    private static void createTables(Database database) {
        OutboxSchema.create(NAME, database);
        database.transaction(() -> {
            database.update("CREATE TABLE leaders (id BIGINT PRIMARY KEY, name VARCHAR NOT NULL,"
                    + " since_millis BIGINT NOT NULL, version INT NOT NULL, confirmations BIGINT NOT NULL)");
            for (ReplicatedTable table : ReplicatedTable.values()) {
                database.update("CREATE TRIGGER " + table.lowerCase() + "_changed AFTER INSERT, UPDATE, DELETE ON "
                        + table.lowerCase() + " FOR EACH ROW CALL '" + RowTrigger.class.getName() + "'");
            }
            // Rows come in the order of their last change: changes of a notification may come before it.
            database.update("SET REFERENTIAL_INTEGRITY FALSE");
            return null;
        });
    }

    /** Makes the copy ready for changes of its own. */
    private static int enableOwnChanges(Database database, long nowMillis) throws SQLException {
        database.update("SET REFERENTIAL_INTEGRITY TRUE");
        // No sequence is given twice, also where the last ones were deleted: it goes by the clock, and beyond what is.
        long last = database.first(row -> row.getLong(1), "SELECT COALESCE(MAX(sequence), 0) FROM notifications")
                .orElseThrow();
        return database.update(
                "ALTER TABLE notifications ALTER COLUMN sequence RESTART WITH " + Math.max(last + 1, nowMillis));
    }

    @Override
    public String reader() {
        return LEADER;
    }

    @Override
    public String toString() {
        return "in " + Topics.OUTBOX_ROWS.name() + ", whose copy is " + NAME + " in " + folder + ",";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new OutboxException("the copy of the state in " + folder + " was not closed cleanly: " + e, e);
        }
    }
}
