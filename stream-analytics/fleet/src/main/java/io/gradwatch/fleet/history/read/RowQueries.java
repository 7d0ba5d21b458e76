package io.gradwatch.fleet.history.read;

import io.gradwatch.fleet.history.files.Catalog;
import io.gradwatch.fleet.history.files.DataFile;
import io.gradwatch.fleet.history.files.DataFileCheck;
import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryDatabase.Mapper;
import io.gradwatch.fleet.history.files.HistoryTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads rows of the history while none of them move from memory to files. Thread-safe. */
public final class RowQueries {

    private static final Logger LOG = LoggerFactory.getLogger(RowQueries.class);

    /** What a query has in place of the rows of its table. */
    public static final String ROWS = "$rows";

    /** After a look that found nothing. Own choice. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final HistoryDatabase database;
    private final Catalog catalog;
    private final Semaphore looking = new Semaphore(1);
    private volatile boolean inVain;
    private volatile long inVainNanos;

    public RowQueries(HistoryDatabase database, Catalog catalog) {
        this.database = database;
        this.catalog = catalog;
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
            return HistoryDatabase.rows(connection, sql.replace(ROWS, rows), value, mapper);
        });
    }

    /** Runs a query while no rows move from memory to files. */
    <T> T still(Query<T> query) {
        database.takeAsked();
        database.swap().readLock().lock();
        try (Connection connection = database.connect()) {
            return query.run(connection);
        } catch (SQLException e) {
            failed(e);
            throw new IllegalStateException("the history cannot be read: " + e.getMessage(), e);
        } finally {
            database.takeAsked();
            database.swap().readLock().unlock();
        }
    }

    /**
     * Reads the files of this thread's last statements through where one may be the cause of their failure, and leaves
     * those that are damaged out of answers. Nobody waits for it: one thread does it, for one failure at a time.
     */
    public void failed(SQLException failure) {
        failed(String.valueOf(failure.getMessage()), database.takeAsked());
    }

    /** The same of a statement that another database ran over these files. */
    public void failed(String message, List<DataFile> files) {
        boolean late = System.nanoTime() - inVainNanos < LOOK_EVERY.toNanos();
        if (files.isEmpty() || !DataFileCheck.mayBeOfFile(message) || inVain && late || !looking.tryAcquire()) {
            return;
        }
        Thread look = new Thread(() -> look(files), "history-damage");
        look.setDaemon(true);
        look.start();
    }

    private void look(List<DataFile> files) {
        try (Connection connection = database.connect()) {
            inVain = !catalog.findDamage(connection, files);
            inVainNanos = System.nanoTime();
        } catch (SQLException e) {
            LOG.debug("The files of a question that failed cannot be looked at", e);
        } finally {
            looking.release();
        }
    }
}
