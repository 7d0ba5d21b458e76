package io.gradwatch.fleet.sql;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistoryTable;
import io.gradwatch.fleet.history.Snapshot;
import io.gradwatch.fleet.sql.SqlRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/**
 * Answers questions in SQL over {@code runs}, {@code steps}, {@code evaluations}, {@code tensors} and {@code alerts}.
 * The database behind it holds nothing, reads the files of the history only, and is bounded in time, memory, threads,
 * rows and number of questions. Thread-safe.
 */
public final class SqlService implements AutoCloseable {

    private static final long WATCH_MILLIS = 20;

    private final History history;
    private final SqlSettings settings;
    private final DuckDBConnection root;
    private final SqlCounters counters = new SqlCounters();
    private final SqlFence fence = new SqlFence(PublicViews.NAMES);
    private final Semaphore places;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sql-time-out");
        thread.setDaemon(true);
        return thread;
    });

    /** Opens the database over a history. */
    public SqlService(History history, SqlSettings settings) {
        this.history = history;
        this.settings = settings;
        this.places = new Semaphore(settings.concurrency());
        try {
            root = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", new Properties());
            close(root, settings, history);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot be started: " + e.getMessage(), e);
        }
    }

    /** Closes every door of a database but the one to the history's Parquet files, and locks them. */
    private static void close(DuckDBConnection connection, SqlSettings settings, History history) throws SQLException {
        Stream<Path> tables =
                Stream.of(HistoryTable.values()).map(table -> history.root().resolve(table.tableName()));
        String folders = Stream.concat(tables, Stream.of(history.root().resolve("live"), history.exports()))
                .map(folder -> "'" + folder.toString().replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        try (Statement statement = connection.createStatement()) {
            for (String setting : List.of(
                    "temp_directory = ''",
                    "allowed_directories = " + folders,
                    "enable_external_access = false",
                    "autoinstall_known_extensions = false",
                    "autoload_known_extensions = false",
                    "allow_community_extensions = false",
                    "memory_limit = '" + settings.memoryBytes() / 1024 + "KiB'",
                    "threads = " + settings.threads(),
                    "lock_configuration = true")) {
                statement.execute("SET " + setting);
            }
        }
    }

    /** What was asked since the start. */
    public SqlCounters counters() {
        return counters;
    }

    /** Answers a question that nobody will cancel. */
    public SqlResult query(String sql, int limit) throws SqlRefusedException {
        return query(sql, limit, () -> false);
    }

    /**
     * Answers a question.
     *
     * @param limit rows that are wanted at most; the setting bounds it
     * @param gone whether the one who asked has gone; asked again and again by another thread while the question runs,
     *     which is cancelled then
     * @throws SqlRefusedException with the reason, when there is no answer
     */
    public SqlResult query(String sql, int limit, BooleanSupplier gone) throws SqlRefusedException {
        long begin = System.nanoTime();
        int most = Math.max(0, Math.min(limit, settings.rows()));
        return run(sql, gone, statement -> AnswerRows.read(statement, most, begin));
    }

    /**
     * Writes an answer as a Parquet file, which the caller deletes.
     *
     * @param limit rows that are wanted at most; the setting bounds it
     * @param gone as in {@link #query(String, int, BooleanSupplier)}
     */
    public Path parquet(String sql, int limit, BooleanSupplier gone) throws SqlRefusedException {
        return export("parquet", sql, limit, gone, (statement, question, file) -> {
            String name = file.toString().replace("'", "''");
            statement.execute("COPY (" + question + ") TO '" + name + "' (FORMAT parquet, COMPRESSION zstd)");
        });
    }

    /**
     * Writes an answer as an Arrow IPC stream into a file, which the caller deletes.
     *
     * @param limit rows that are wanted at most; the setting bounds it
     * @param gone as in {@link #query(String, int, BooleanSupplier)}
     */
    public Path arrow(String sql, int limit, BooleanSupplier gone) throws SqlRefusedException {
        if (!ArrowStream.isPossible()) {
            throw new SqlRefusedException(
                    Reason.NOT_ALLOWED,
                    "Arrow needs a server that was started with " + ArrowStream.OPTION + "; Parquet does not");
        }
        return export("arrow", sql, limit, gone, ArrowStream::write);
    }

    /** Writes the answer of a question, which is allowed and bounded, to a file. */
    @FunctionalInterface
    private interface Export {
        void write(Statement statement, String question, Path file) throws SQLException;
    }

    private Path export(String ending, String sql, int limit, BooleanSupplier gone, Export export)
            throws SqlRefusedException {
        Path file = history.exports().resolve(UUID.randomUUID() + "." + ending);
        int most = Math.max(0, Math.min(limit, settings.rows()));
        boolean done = false;
        try {
            run(sql, gone, statement -> {
                export.write(statement, "FROM asked LIMIT " + most, file);
                return file;
            });
            done = true;
            return file;
        } finally {
            if (!done) {
                delete(file);
            }
        }
    }

    /** Runs a statement behind the second fence alone, to see that it holds. */
    void withoutFence(String sql) throws SQLException {
        try (DuckDBConnection connection = root.duplicate();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be deleted", e);
        }
    }

    /** What to do with the question, which is the temporary view {@code asked}. */
    @FunctionalInterface
    private interface Work<T> {
        T run(Statement statement) throws SQLException;
    }

    private <T> T run(String sql, BooleanSupplier gone, Work<T> work) throws SqlRefusedException {
        if (!places.tryAcquire()) {
            counters.turnedAway();
            throw new SqlRefusedException(
                    Reason.TOO_MANY,
                    settings.concurrency()
                            + " queries are running, as many as may (fleet.sql.concurrency); try again soon");
        }
        long begin = System.nanoTime();
        counters.begun();
        AtomicReference<Reason> stopped = new AtomicReference<>();
        String outcome = SqlCounters.FAILED;
        try {
            T answer = run(sql, gone, stopped, work);
            outcome = SqlCounters.ANSWERED;
            return answer;
        } catch (SqlRefusedException e) {
            outcome = SqlCounters.label(e.reason());
            throw e;
        } catch (SQLException e) {
            SqlRefusedException refused = refused(e, stopped.get());
            outcome = SqlCounters.label(refused.reason());
            throw refused;
        } finally {
            counters.ended(outcome, System.nanoTime() - begin);
            places.release();
        }
    }

    private <T> T run(String sql, BooleanSupplier gone, AtomicReference<Reason> stopped, Work<T> work)
            throws SqlRefusedException, SQLException {
        try (Snapshot snapshot = history.snapshot();
                DuckDBConnection connection = root.duplicate();
                Statement statement = connection.createStatement()) {
            long deadline = System.nanoTime() + settings.timeOut().toNanos();
            ScheduledFuture<?> watch = clock.scheduleWithFixedDelay(
                    () -> watch(statement, gone, stopped, deadline), WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
            try {
                fence.check(connection, sql);
                PublicViews.create(connection, snapshot);
                statement.execute("CREATE TEMP VIEW asked AS " + sql);
                return work.run(statement);
            } finally {
                watch.cancel(false);
            }
        }
    }

    /** Again and again: what is cancelled between two statements of a question does not hear it. */
    private static void watch(
            Statement statement, BooleanSupplier gone, AtomicReference<Reason> stopped, long deadlineNanos) {
        if (System.nanoTime() - deadlineNanos >= 0) {
            stopped.compareAndSet(null, Reason.TOO_EXPENSIVE);
        } else if (gone.getAsBoolean()) {
            stopped.compareAndSet(null, Reason.CANCELLED);
        }
        if (stopped.get() != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // It has ended by itself.
                return;
            }
        }
    }

    private SqlRefusedException refused(SQLException e, Reason stopped) {
        if (stopped == Reason.CANCELLED) {
            return new SqlRefusedException(stopped, "the query was cancelled");
        }
        if (stopped == Reason.TOO_EXPENSIVE) {
            return new SqlRefusedException(
                    stopped, "the query took longer than " + settings.timeOut().toMillis() + " ms");
        }
        String message = String.valueOf(e.getMessage());
        boolean memory = message.toLowerCase(Locale.ROOT).contains("out of memory");
        return new SqlRefusedException(
                memory ? Reason.TOO_EXPENSIVE : Reason.NOT_ALLOWED,
                memory ? "the query needs more memory than a query may" : message);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            root.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not close: " + e.getMessage(), e);
        }
    }
}
