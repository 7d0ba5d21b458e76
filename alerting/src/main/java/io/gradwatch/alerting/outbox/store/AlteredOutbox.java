package io.gradwatch.alerting.outbox.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outbox whose file may have other bytes than those that were written. Pages that a start does not read, as those of an
 * index, would fail at the first write to them: so its rows are copied to a new file, with new indexes.
 */
final class AlteredOutbox {

    private static final Logger LOG = LoggerFactory.getLogger(AlteredOutbox.class);
    private static final String COPY = OutboxFile.NAME + "-copy";
    private static final String ENDING = ".mv.db";

    private AlteredOutbox() {}

    /**
     * Puts a copy of its rows in the place of a file. A good file, such as one that was put back from a copy, can be
     * read to its last row.
     *
     * @param file without its ending
     * @throws SQLException when a row cannot be read; the file is still there then
     * @throws OutboxException when the copy fails for a reason outside of the file, such as a full disk; the file is
     *     looked through again at the next start
     */
    static void copy(Path file) throws SQLException {
        Path target = file.resolveSibling(COPY);
        Path copied = file.resolveSibling(COPY + ENDING);
        try {
            Files.deleteIfExists(copied);
            copyRows(file, target);
            Files.move(copied, OutboxFile.database(file), StandardCopyOption.REPLACE_EXISTING);
            LOG.warn(
                    "The outbox {}.mv.db may have other bytes than those that were written; all of its rows can be"
                            + " read and were copied to a new file",
                    file);
        } catch (SQLException | IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            delete(copied);
            if (isOutside(e)) {
                throw new OutboxException(
                        "the outbox " + file + ".mv.db cannot be looked through: " + e.getMessage(), e);
            }
            throw new SQLException("its bytes are not those that were written: " + e.getMessage(), e);
        }
    }

    /**
     * True where the disk or an interrupt is the reason, not what the file holds; its end too early is what it holds.
     */
    private static boolean isOutside(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && !(cause instanceof EOFException)) {
                return true;
            }
        }
        return false;
    }

    private static void copyRows(Path file, Path target) throws SQLException {
        Connection from = OutboxFile.connect(file);
        try (Connection to = OutboxFile.connect(target);
                Statement read = from.createStatement();
                Statement write = to.createStatement();
                ResultSet script = read.executeQuery("SCRIPT")) {
            while (script.next()) {
                write.execute(script.getString(1));
            }
            to.commit();
            OutboxSchema.requireWhole(new Database(to, (any, same) -> same.commit()));
            readAll(to);
        } finally {
            giveUp(from);
        }
    }

    /**
     * Reads each table to its last row. What the rows hold is for {@link UnreadableRows}.
     *
     * @throws SQLException when that cannot be; a row of nonsense throws an exception of the runtime
     */
    private static void readAll(Connection connection) throws SQLException {
        for (String table : tables(connection)) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
                while (rows.next()) {
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        rows.getObject(column);
                    }
                }
            }
        }
        connection.rollback();
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getTables(null, "PUBLIC", null, new String[] {"BASE TABLE"})) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    /** Lets go of a damaged file without a write to it. */
    static void giveUp(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The damaged outbox was not closed cleanly", e);
        }
    }

    private static void delete(Path copied) {
        try {
            Files.deleteIfExists(copied);
        } catch (IOException e) {
            LOG.debug("{} was not deleted", copied, e);
        }
    }
}
