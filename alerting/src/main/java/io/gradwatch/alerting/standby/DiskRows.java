package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.outbox.store.OutboxFile;
import io.gradwatch.alerting.outbox.store.OutboxMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows of an outbox on the disk, for its continuation as a log of rows. */
public final class DiskRows {

    private static final int ROWS_AT_ONCE = 5_000;
    private static final String TAKEN_OVER = "alerting-outbox.taken-over";

    private DiskRows() {}

    /** True where the folder has an outbox. */
    public static boolean areIn(Path folder) {
        return Files.exists(file(folder));
    }

    /** File of the outbox in the folder. */
    public static Path file(Path folder) {
        return OutboxFile.database(folder.toAbsolutePath().normalize().resolve(OutboxFile.NAME));
    }

    /**
     * Offset of the next record of each partition of the topic of alerts that the outbox took over.
     *
     * @param folder whose {@link OutboxLock} nobody has
     */
    public static Map<Integer, Long> positions(Path folder) {
        try (Outbox outbox = Outbox.open(folder)) {
            return outbox.positions();
        }
    }

    /**
     * Hands over all rows of the outbox, as it is after a restart.
     *
     * @param folder whose {@link OutboxLock} nobody has
     * @param log takes rows, each once
     * @return damage of the outbox: sentences for a person
     * @throws OutboxException when they cannot be read
     */
    public static List<String> copy(Path folder, Consumer<List<RowChange>> log) {
        List<String> damage;
        // Messages that arrived, or were on their way, become part of the rows.
        try (Outbox outbox = Outbox.open(folder)) {
            damage = outbox.damage();
        }
        OutboxFile file = OutboxFile.open(folder);
        try {
            for (ReplicatedTable table : ReplicatedTable.values()) {
                if (table != ReplicatedTable.LEADERS) {
                    copy(file.connection(), table, log);
                }
            }
            return damage;
        } catch (SQLException e) {
            throw new OutboxException("the outbox " + file + " cannot be taken over: " + e.getMessage(), e);
        } finally {
            file.close();
        }
    }

    /** Puts the outbox aside: it is older than the log from now on. */
    public static void putAside(Path folder) {
        Path database = file(folder);
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
            while (rows.next()) {
                changes.add(change(table, rows));
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

    private static RowChange change(ReplicatedTable table, ResultSet row) throws SQLException {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            String name = row.getMetaData().getColumnName(column).toLowerCase(Locale.ROOT);
            columns.put(name, RowTrigger.plain(row.getObject(column)));
        }
        return new RowChange(
                table.lowerCase(), table.key().stream().map(columns::get).toList(), Optional.of(columns));
    }
}
