package io.gradwatch.alerting.outbox.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The database file of the outbox, opened by one process at a time. Its transactions are on the disk, and counted by
 * the mark, before they return.
 */
public final class OutboxFile implements Durability, OutboxStorage {

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
    private volatile String failure;

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
        try {
            if (altered) {
                mark.suspected();
                AlteredOutbox.copy(file);
            }
            mark.opened();
            Connection connection = connect(file);
            return new OutboxFile(file, lock, mark, connection, null);
        } catch (SQLException e) {
            if (altered || isDamaged(e)) {
                OutboxFile fresh = instead(file, lock, mark, e);
                mark.opened();
                return fresh;
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

    /** The file itself. */
    public static Path database(Path file) {
        return file.resolveSibling(NAME + ".mv.db");
    }

    private static boolean isDamaged(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException || cause instanceof SQLException sql && isOfDamage(sql.getErrorCode())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfDamage(int code) {
        return code == ErrorCode.FILE_CORRUPTED_1
                || code == ErrorCode.FILE_VERSION_ERROR_1
                || code == ErrorCode.GENERAL_ERROR_1;
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

    /** A page or a row that nobody read before may be damaged: who opens the file next looks at all of it. */
    @Override
    public void failed(Throwable cause) {
        if (isDamaged(cause)) {
            mark.suspected();
            failure = "the outbox " + this + " is damaged: " + cause.getMessage();
        } else if (UnreadableRowException.isCauseOf(cause)) {
            failure = "the outbox " + this + " has a row that cannot be read: " + cause.getMessage();
        }
    }

    @Override
    public void abandon(String why) {
        try {
            if (connection.isClosed()) {
                failure = why;
            }
        } catch (SQLException e) {
            failure = why;
        }
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        try {
            if (failure == null) {
                connection.close();
            } else {
                AlteredOutbox.giveUp(connection);
            }
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
