package io.gradwatch.fleet.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads rows of the history while none of them move from memory to files. Thread-safe. */
public final class RowQueries {

    /** What a query has in place of the rows of its table. */
    public static final String ROWS = "$rows";

    private static final int TIME_OUT_SECONDS = 10;

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final HistoryDatabase database;
    private final Catalog catalog;
    private boolean looked;
    private long lookedNanos;

    RowQueries(HistoryDatabase database, Catalog catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    /** From a row to an object. */
    @FunctionalInterface
    public interface Mapper<T> {
        /** The object that a row stands for. */
        T map(ResultSet row) throws SQLException;
    }

    /** What to do with a connection. */
    @FunctionalInterface
    interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Rows of one table that are about one run, those in memory included.
     *
     * @param table a table whose files know their runs
     * @param sql with {@link #ROWS} after FROM, and {@code $1} for the run
     */
    public <T> List<T> ofRun(HistoryTable table, String run, String sql, Mapper<T> mapper) {
        return select(table, () -> catalog.files(table, run), sql, run, mapper);
    }

    /**
     * Rows of one table, those in memory included.
     *
     * @param sql with {@link #ROWS} after FROM, and {@code $1} for the value
     */
    public <T> List<T> of(HistoryTable table, String value, String sql, Mapper<T> mapper) {
        return select(table, () -> catalog.files(table), sql, value, mapper);
    }

    private <T> List<T> select(
            HistoryTable table, Supplier<List<DataFile>> files, String sql, String value, Mapper<T> mapper) {
        return still(connection -> {
            String rows =
                    "(FROM " + database.written(table, files.get()) + " UNION ALL FROM " + database.live(table) + ")";
            try (PreparedStatement statement = connection.prepareStatement(sql.replace(ROWS, rows))) {
                statement.setQueryTimeout(TIME_OUT_SECONDS);
                statement.setString(1, Row.clean(value));
                return all(statement.executeQuery(), mapper);
            }
        });
    }

    /** Runs a query while no rows move from memory to files. */
    <T> T still(Query<T> query) {
        try {
            return once(query);
        } catch (IllegalStateException e) {
            if (isOfFile(e) && lookForDamage()) {
                return once(query);
            }
            throw e;
        }
    }

    /** Whether it may be the fault of a file, and not of the statement or of the time that it took. */
    private static boolean isOfFile(IllegalStateException failure) {
        String message = String.valueOf(failure.getMessage());
        return !message.contains("INTERRUPT") && !message.contains("Parser Error") && !message.contains("Binder Error");
    }

    /**
     * Reads the files through, at most once a minute, and leaves those that are damaged out of answers.
     *
     * @return whether one was found damaged that was not known to be
     */
    synchronized boolean lookForDamage() {
        if (looked && System.nanoTime() - lookedNanos < LOOK_EVERY.toNanos()) {
            return false;
        }
        try (Connection connection = database.connect()) {
            return catalog.findDamage(connection);
        } catch (SQLException e) {
            return false;
        } finally {
            looked = true;
            lookedNanos = System.nanoTime();
        }
    }

    private <T> T once(Query<T> query) {
        database.swap().readLock().lock();
        try (Connection connection = database.connect()) {
            return query.run(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the history cannot be read: " + e.getMessage(), e);
        } finally {
            database.swap().readLock().unlock();
        }
    }

    static <T> List<T> rows(Connection connection, String sql, Mapper<T> mapper) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(TIME_OUT_SECONDS);
            return all(statement.executeQuery(sql), mapper);
        }
    }

    private static <T> List<T> all(ResultSet open, Mapper<T> mapper) throws SQLException {
        List<T> result = new ArrayList<>();
        try (ResultSet rows = open) {
            while (rows.next()) {
                result.add(mapper.map(rows));
            }
        }
        return result;
    }
}
