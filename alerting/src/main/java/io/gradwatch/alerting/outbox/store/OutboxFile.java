package io.gradwatch.alerting.outbox.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database file of the outbox, opened by one process at a time. Its transactions are on the disk, and counted by
 * the mark, before they return.
 */
public final class OutboxFile implements Durability, OutboxStorage {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxFile.class);
    /** Name of the file, without its ending. */
    public static final String NAME = "alerting-outbox";

    /**
     * The service closes the file itself. Space of rows that were replaced is used again after 1 s instead of 45 s,
     * which is safe as every commit is forced to the disk; otherwise the file grows by 80 KiB for each notification in
     * a burst.
     */
    private static final String SETTINGS = ";DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=1000";

    private final Path file;
    private final OutboxLock lock;
    private final OutboxMark mark;
    private final Connection connection;
    private final String damage;

    private OutboxFile(Path file, OutboxLock lock, OutboxMark mark, Connection connection, String damage) {
        this.damage = damage;
        this.file = file;
        this.lock = lock;
        this.mark = mark;
        this.connection = connection;
    }

    public static OutboxFile open(Path folder) {
        Path file = in(folder, NAME);
        OutboxLock lock = OutboxLock.take(folder);
        OutboxMark mark = null;
        try {
            // Of a process that ends, the mark is written before its lock is free.
            mark = OutboxMark.open(folder);
            return open(file, lock, mark);
        } catch (RuntimeException e) {
            if (mark != null) {
                mark.close();
            }
            lock.close();
            throw e;
        }
    }

    private static OutboxFile open(Path file, OutboxLock lock, OutboxMark mark) {
        boolean altered = mark.isAltered(database(file));
        mark.opened();
        try {
            Connection connection = altered ? connectToAltered(file) : connect(file);
            return new OutboxFile(file, lock, mark, connection, null);
        } catch (SQLException e) {
            if (altered || isDamaged(e)) {
                return instead(file, lock, mark, e);
            }
            throw new OutboxException("the outbox " + file + ".mv.db cannot be opened: " + e.getMessage(), e);
        }
    }

    /** A database file, without its ending; in the address of a database a semicolon begins settings. */
    public static Path in(Path folder, String name) {
        Path file = folder.toAbsolutePath().normalize().resolve(name);
        if (file.toString().contains(";")) {
            throw new OutboxException("the data folder " + folder + " must not have a ';' in its path", null);
        }
        return file;
    }

    /** Opens a database, and makes it where it is missing. */
    public static Connection connect(Path file) throws SQLException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + file + SETTINGS);
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    /**
     * Opens a file that has other bytes than when it was closed: a good one, such as one that was put back from a copy,
     * can be read to its last row.
     */
    private static Connection connectToAltered(Path file) throws SQLException {
        Connection connection = null;
        try {
            connection = connect(file);
            readAll(connection);
            LOG.warn("The outbox {}.mv.db has other bytes than when it was closed; all of its rows are whole", file);
            return connection;
        } catch (SQLException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            if (connection != null) {
                giveUp(connection);
            }
            throw new SQLException("its bytes are not those that were written: " + e.getMessage(), e);
        }
    }

    /**
     * Reads each table to its last row.
     *
     * @throws SQLException when that cannot be; a row of nonsense throws an exception of the runtime
     */
    private static void readAll(Connection connection) throws SQLException {
        for (String table : tables(connection)) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
                boolean ofAlerts = table.equals("ALERTS") || table.equals("NOTIFICATION_CHANGES");
                while (rows.next()) {
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        rows.getObject(column);
                    }
                    if (ofAlerts) {
                        Columns.alert(rows);
                        Columns.notifiedState(rows);
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
    private static void giveUp(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The damaged outbox was not closed cleanly", e);
        }
    }

    /** The file itself. */
    public static Path database(Path file) {
        return file.resolveSibling(NAME + ".mv.db");
    }

    private static boolean isDamaged(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                return true;
            }
        }
        return e.getErrorCode() == ErrorCode.FILE_CORRUPTED_1
                || e.getErrorCode() == ErrorCode.FILE_VERSION_ERROR_1
                || e.getErrorCode() == ErrorCode.GENERAL_ERROR_1;
    }

    /** A new file in place of one that cannot be read, which is moved to the folder {@code damaged} beside it. */
    private static OutboxFile instead(Path file, OutboxLock lock, OutboxMark mark, SQLException why) {
        Path database = database(file);
        Path target = file.resolveSibling("damaged").resolve(NAME + "-" + System.currentTimeMillis() + ".mv.db");
        try {
            Files.createDirectories(target.getParent());
            Files.move(database, target);
            String damage = "the outbox " + database + " was damaged (" + why.getMessage() + ") and moved to " + target;
            return new OutboxFile(file, lock, mark, connect(file), damage);
        } catch (IOException | SQLException e) {
            e.addSuppressed(why);
            throw new OutboxException(
                    "the outbox " + database + " is damaged (" + why.getMessage() + ") and cannot be replaced: " + e
                            + "; move it away, and start again",
                    e);
        }
    }

    /** Damage found when it was opened; empty where nothing was. */
    public Optional<String> damage() {
        return Optional.ofNullable(damage);
    }

    /** High-water mark beside the file; closed with it. */
    public OutboxMark mark() {
        return mark;
    }

    @Override
    public String reader() {
        return lock.id();
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void commit(Database database, Connection same) throws SQLException {
        database.update("UPDATE transactions SET number = number + 1");
        same.commit();
        // H2 writes a commit up to 500 ms later; a kill -9 in between would undo it.
        database.update("CHECKPOINT SYNC");
        mark.committed(database.lastTransaction());
    }

    @Override
    public void close() {
        try {
            connection.close();
            mark.closed(database(file));
        } catch (SQLException e) {
            throw new OutboxException("the outbox " + file + ".mv.db was not closed cleanly: " + e.getMessage(), e);
        } finally {
            mark.close();
            lock.close();
        }
    }

    @Override
    public String toString() {
        return file + ".mv.db";
    }
}
