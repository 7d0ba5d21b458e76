package io.gradwatch.fleet.sql;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.read.Snapshot;
import io.gradwatch.fleet.sql.SqlProcess.EndedException;
import io.gradwatch.fleet.sql.SqlRefusedException.Reason;
import io.gradwatch.fleet.sql.worker.SqlBounds;
import io.gradwatch.fleet.sql.worker.SqlFormat;
import io.gradwatch.fleet.sql.worker.SqlReply;
import io.gradwatch.fleet.sql.worker.SqlTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers queries in SQL over {@code runs}, {@code steps}, {@code evaluations}, {@code tensors}, {@code alerts} and
 * {@code annotations}. They run in processes of their own, which hold nothing, read the files of the history only, and
 * are killed where a query goes beyond its time, memory or bytes: DuckDB cannot end everything that it begins.
 * Thread-safe.
 */
public final class SqlService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqlService.class);

    /** Time between two checks of a running query. */
    private static final long WATCH_MILLIS = 20;

    /** For the start of a process, which takes a second on an idle machine. Own choice. */
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Bytes of all answers that are written and sent at once, and the part of them that one may have. Own choices. */
    private static final long MOST_BYTES_OF_ANSWERS = 1L << 30;

    private static final int ANSWERS_OF_MOST_BYTES = 4;

    /** Answers that are written and sent at once: a slow client holds a thread of the server. Own choice. */
    private static final int MOST_ANSWERS = 16;

    private final History history;
    private final SqlSettings settings;
    private final SqlMetrics metrics = new SqlMetrics();
    private final Semaphore places;
    private final SqlProcesses processes;
    private final Set<AnswerFile> answers = ConcurrentHashMap.newKeySet();

    /** Starts nothing until there is a query. */
    public SqlService(History history, SqlSettings settings) {
        this.history = history;
        this.settings = settings;
        this.places = new Semaphore(settings.concurrency());
        this.processes = new SqlProcesses(bounds(history, settings));
    }

    /** Limits of a process. Where the system does not tell its memory use, each process gets a share of the memory. */
    static SqlBounds bounds(History history, SqlSettings settings) {
        long memory =
                SqlProcess.memoryIsKnown() ? settings.memoryBytes() : settings.memoryBytes() / settings.concurrency();
        Stream<Path> tables =
                Stream.of(HistoryTable.values()).map(table -> history.root().resolve(table.tableName()));
        List<String> folders = Stream.concat(tables, Stream.of(history.root().resolve("live"), history.exports()))
                .map(Path::toString)
                .toList();
        return new SqlBounds(folders, memory, settings.threads());
    }

    /** Metrics of the queries. */
    public SqlMetrics metrics() {
        return metrics;
    }

    /** Numbers of the processes that live. */
    Set<Long> pids() {
        return processes.pids();
    }

    /** Processes that live. */
    int processes() {
        return processes.alive();
    }

    /**
     * Answers a query, which takes no memory of this process.
     *
     * @param limit most rows of the answer; the setting bounds it
     * @param gone true once the client has gone; asked again and again while the query runs, which ends then
     * @return the answer, which the caller closes
     * @throws SqlRefusedException with the reason, when there is no answer
     */
    public AnswerFile answer(SqlFormat format, String sql, int limit, BooleanSupplier gone) throws SqlRefusedException {
        if (!places.tryAcquire()) {
            metrics.turnedAway();
            throw new SqlRefusedException(
                    Reason.TOO_MANY,
                    settings.concurrency()
                            + " queries are running, as many as may (fleet.sql.concurrency); try again soon");
        }
        if (answers.size() >= MOST_ANSWERS) {
            places.release();
            metrics.turnedAway();
            throw new SqlRefusedException(
                    Reason.TOO_MANY, MOST_ANSWERS + " answers are being sent, as many as may; try again soon");
        }
        long begin = System.nanoTime();
        metrics.begun();
        String outcome = SqlMetrics.FAILED;
        try {
            AnswerFile answer = run(format, sql, Math.max(0, Math.min(limit, settings.rows())), gone);
            outcome = SqlMetrics.ANSWERED;
            return answer;
        } catch (SqlRefusedException e) {
            outcome = Words.of(e.reason());
            throw e;
        } finally {
            metrics.ended(outcome, System.nanoTime() - begin);
            places.release();
        }
    }

    private AnswerFile run(SqlFormat format, String sql, int rows, BooleanSupplier gone) throws SqlRefusedException {
        requireRoom();
        Path file = history.exports().resolve(UUID.randomUUID() + "." + Words.of(format));
        AnswerFile answer = new AnswerFile(file, answers);
        boolean done = false;
        try (Snapshot snapshot = history.snapshot()) {
            Map<HistoryTable, List<String>> tables = new EnumMap<>(HistoryTable.class);
            for (HistoryTable table : HistoryTable.values()) {
                tables.put(table, snapshot.files(table));
            }
            ask(new SqlTask(sql, rows, format, file.toString(), tables), answer, gone);
            done = true;
            return answer;
        } finally {
            if (!done) {
                answer.close();
            }
        }
    }

    /** Rows in memory and the answer are written as files. */
    private void requireRoom() throws SqlRefusedException {
        try {
            history.requireRoom();
        } catch (IOException e) {
            throw new SqlRefusedException(Reason.UNAVAILABLE, "no query is answered for now: " + e.getMessage());
        }
    }

    private void ask(SqlTask task, AnswerFile answer, BooleanSupplier gone) throws SqlRefusedException {
        SqlProcess process = processes.take();
        boolean usable = false;
        try {
            SqlReply reply = reply(process, task, answer, gone);
            usable = true;
            if (reply.outcome() == SqlReply.Outcome.REFUSED) {
                history.questionFailed(reply.message());
                throw refused(reply.message());
            }
        } catch (EndedException e) {
            if (!process.isReady()) {
                throw noProcess(process);
            }
            throw tooExpensive("the query needs more memory than a query may, or led to an error of the database");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SqlRefusedException(Reason.CANCELLED, "the query was cancelled");
        } finally {
            if (usable) {
                processes.give(process);
            } else {
                processes.end(process);
            }
        }
    }

    /** Answer of a process. After any exception the process must not be used again. */
    private SqlReply reply(SqlProcess process, SqlTask task, AnswerFile answer, BooleanSupplier gone)
            throws SqlRefusedException, EndedException, InterruptedException {
        long start = System.nanoTime();
        while (!process.isReady()) {
            process.reply(WATCH_MILLIS);
            checkGone(gone);
            if (System.nanoTime() - start > START_NANOS) {
                LOG.error("The process that answers SQL did not start within a minute");
                throw new SqlRefusedException(
                        Reason.UNAVAILABLE, "the process that answers SQL did not start within a minute");
            }
        }
        long begin = System.nanoTime();
        process.send(task);
        Optional<SqlReply> reply = process.reply(WATCH_MILLIS);
        while (reply.isEmpty()) {
            checkGone(gone);
            check(process, answer, System.nanoTime() - begin);
            reply = process.reply(WATCH_MILLIS);
        }
        // The last bytes came behind the last look.
        checkBytes(answer);
        return reply.get();
    }

    private static void checkGone(BooleanSupplier gone) throws SqlRefusedException {
        if (gone.getAsBoolean()) {
            throw new SqlRefusedException(Reason.CANCELLED, "the query was cancelled");
        }
    }

    private void check(SqlProcess process, AnswerFile answer, long tookNanos) throws SqlRefusedException {
        if (tookNanos > settings.timeOut().toNanos()) {
            throw tooExpensive(
                    "the query took longer than " + settings.timeOut().toMillis() + " ms");
        }
        if (processes.isTooLarge(process)) {
            throw tooExpensive("the query needs more memory than a query may");
        }
        checkBytes(answer);
    }

    private void checkBytes(AnswerFile answer) throws SqlRefusedException {
        long most = MOST_BYTES_OF_ANSWERS / ANSWERS_OF_MOST_BYTES;
        if (answer.size() > most) {
            throw tooExpensive("the answer has more than " + most + " bytes");
        }
        if (answers.stream().mapToLong(AnswerFile::size).sum() > MOST_BYTES_OF_ANSWERS) {
            throw new SqlRefusedException(
                    Reason.TOO_MANY,
                    "answers of " + MOST_BYTES_OF_ANSWERS + " bytes are being sent, as many as may; try again soon");
        }
    }

    /** Refusal after a failure that is not due to the query. */
    private static SqlRefusedException noProcess(SqlProcess process) {
        String end;
        try {
            end = process.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = "no exit code";
        }
        String message = "the process that answers SQL ended before its first query, with " + end;
        LOG.error("No query is answered: {}", message);
        return new SqlRefusedException(Reason.UNAVAILABLE, message);
    }

    private static SqlRefusedException tooExpensive(String message) {
        return new SqlRefusedException(Reason.TOO_EXPENSIVE, message);
    }

    private static SqlRefusedException refused(String message) {
        boolean memory = message.toLowerCase(Locale.ROOT).contains("out of memory");
        return memory
                ? tooExpensive("the query needs more memory than a query may")
                : new SqlRefusedException(Reason.NOT_ALLOWED, message);
    }

    @Override
    public void close() {
        processes.close();
    }
}
