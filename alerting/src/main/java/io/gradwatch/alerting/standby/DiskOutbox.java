package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.outbox.store.OutboxFile;
import io.gradwatch.alerting.outbox.store.OutboxMark;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outbox on the disk of an instance that was alone, beside a state in Kafka that others may have written.
 *
 * @param folder of the data
 */
record DiskOutbox(Path folder) {

    private static final Logger LOG = LoggerFactory.getLogger(DiskOutbox.class);

    private static final int ROWS_AT_ONCE = 5_000;
    private static final String TAKEN_OVER = "alerting-outbox.taken-over";

    /** True where there is one. */
    boolean exists() {
        return Files.exists(file());
    }

    private Path file() {
        return OutboxFile.database(folder.toAbsolutePath().normalize().resolve(OutboxFile.NAME));
    }

    private Map<Integer, Long> positions() {
        try (Outbox outbox = Outbox.open(folder)) {
            return outbox.positions();
        }
    }

    /**
     * Compares it with the state in Kafka: people were told of alerts that only the outbox knows where the instance was
     * alone in between.
     *
     * @param inKafka offset of the next record of each partition of the topic of alerts, as the state has it
     * @return why this instance must not lead; empty where the state knows all that the outbox knows
     */
    Optional<String> conflict(Map<Integer, Long> inKafka) {
        long unknown = positions().entrySet().stream()
                .mapToLong(position -> position.getValue() - inKafka.getOrDefault(position.getKey(), 0L))
                .filter(records -> records > 0)
                .sum();
        if (unknown == 0) {
            LOG.warn("The outbox {} is older than the state in Kafka and is not used; it can be deleted", file());
            return Optional.empty();
        }
        return Optional.of("the outbox " + file() + " has taken over " + unknown
                + " records of alerts that the state in Kafka does not know: alerting ran without standby in between,"
                + " and people would be told again. Stop all instances, then move the file away to go on with the state"
                + " in Kafka, or delete the topic " + Topics.OUTBOX_ROWS.name()
                + " and make it anew to go on with the file");
    }

    /**
     * Hands over all rows of the outbox, as it is after a restart. Nobody may have its {@link OutboxLock}.
     *
     * @param log takes rows, each once
     * @return damage of the outbox: sentences for a person
     * @throws OutboxException when they cannot be read
     */
    List<String> copy(Consumer<List<RowChange>> log) {
        List<String> damage;
        // Messages that arrived, or were on their way, become part of the rows.
        try (Outbox outbox = Outbox.open(folder)) {
            damage = outbox.damage();
        }
        try (OutboxFile file = OutboxFile.open(folder)) {
            for (ReplicatedTable table : ReplicatedTable.values()) {
                if (table != ReplicatedTable.LEADERS) {
                    copy(file.connection(), table, log);
                }
            }
            return damage;
        } catch (SQLException e) {
            throw new OutboxException("the outbox " + file() + " cannot be taken over: " + e.getMessage(), e);
        }
    }

    /** Puts the outbox aside: it is older than the log from now on. */
    void putAside() {
        Path database = file();
        try {
            Files.move(database, folder.resolve(TAKEN_OVER + ".mv.db"), StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(folder.resolve(OutboxMark.NAME));
        } catch (IOException e) {
            throw new OutboxException("the outbox " + database + " was taken over and cannot be put aside: " + e, e);
        }
    }

    private static void copy(Connection connection, ReplicatedTable table, Consumer<List<RowChange>> log)
            throws SQLException {
        List<RowChange> changes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table.lowerCase())) {
            List<String> columns = columns(rows.getMetaData());
            while (rows.next()) {
                Object[] row = new Object[columns.size()];
                for (int column = 0; column < row.length; column++) {
                    row[column] = rows.getObject(column + 1);
                }
                changes.add(table.change(columns, row, false));
                if (changes.size() == ROWS_AT_ONCE) {
                    log.accept(changes);
                    changes = new ArrayList<>();
                }
            }
        }
        if (!changes.isEmpty()) {
            log.accept(changes);
        }
    }

    private static List<String> columns(ResultSetMetaData table) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= table.getColumnCount(); column++) {
            columns.add(table.getColumnName(column).toLowerCase(Locale.ROOT));
        }
        return columns;
    }
}
