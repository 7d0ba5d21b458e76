package io.gradwatch.agent.attach.file;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Output of a job that comes through a pipe. A thread of its own reads it to its end whatever happens, so that the job
 * never waits: rows that are not taken in time are left out and counted, and what cannot be read is passed on alone.
 */
public final class StandardInput {

    /** Some 50 MiB of rows; they are taken every 200 ms at the latest. */
    static final int MOST_ROWS = 100_000;

    private static final String NAME = "standard input";
    /** Of fewer rows is not said what was understood, unless no more come: the names of later ones are missing. */
    private static final long FIRST_UNDERSTOOD = 8;

    private final InputStream in;
    private final Clock clock;
    private final BlockingQueue<ReadRow> rows = new ArrayBlockingQueue<>(MOST_ROWS);
    private final AtomicLong leftOut = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean reading;
    private volatile Telemetry started;
    private volatile boolean finished;
    private volatile long lastMillis;
    private volatile Optional<Understanding> understood = Optional.empty();
    private long read;

    /**
     * Reads nothing yet.
     *
     * @param in the pipe
     * @param copy where all of it is passed on to, as it comes; empty for nowhere
     * @param clock of this host
     */
    public StandardInput(InputStream in, Optional<OutputStream> copy, Clock clock) {
        this.in = copy.<InputStream>map(out -> new TeeInputStream(in, out)).orElse(in);
        this.clock = clock;
    }

    /** Starts to read. */
    public void start(String runId, LogReading how, Consumer<String> problems) {
        reading = true;
        Thread reader = new Thread(() -> read(runId, how, problems), "gradwatch-stdin");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(String runId, LogReading how, Consumer<String> problems) {
        try {
            readRows(runId, how);
            understood.ifPresent(all -> all.hints().forEach(problems));
            if (leftOut.get() > 0) {
                problems.accept(NAME + ": " + leftOut + " rows were left out, as they were not sent in time");
            } else if (started == null || lastMillis == 0) {
                problems.accept(NAME + " ended without a row that could be read; --pattern says what a row is");
            }
        } catch (UnreadableLogException | IllegalArgumentException e) {
            problems.accept(e.getMessage() + "; the rows before are sent, the rest is not read");
        } finally {
            drain();
            end.countDown();
        }
    }

    private void readRows(String runId, LogReading how) throws UnreadableLogException {
        GrowingRunLog log = LogFormat.stream(in, NAME, runId, how);
        started = log.started();
        for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
            long now = clock.millis();
            long own = row.get().timeMillis();
            lastMillis = now;
            finished = log.finished();
            if (!rows.offer(new ReadRow(row.get(), own > 0 ? Math.min(own, now) : now))) {
                leftOut.incrementAndGet();
            }
            read++;
            if (read >= FIRST_UNDERSTOOD && Long.bitCount(read) == 1) {
                understood = log.understanding();
            }
        }
        understood = log.understanding();
    }

    private void drain() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException | UncheckedIOException e) {
            // The pipe is gone: that is its end.
            lastMillis = clock.millis();
        }
    }

    /** The next row that was read; null where none waits. */
    ReadRow peek() {
        return rows.peek();
    }

    /** Takes the row that {@link #peek} has shown. */
    void take() {
        rows.remove();
    }

    /** Declaration of the run; empty before its first line. */
    Optional<Telemetry> started() {
        return Optional.ofNullable(started);
    }

    /** Understanding of the rows so far, from the first few on. */
    Optional<Understanding> understanding() {
        return understood;
    }

    /** True if its text says that the training came to its end. */
    boolean finished() {
        return finished;
    }

    /** When the last row came, milliseconds since 1970-01-01 UTC; 0 before the first. */
    long lastMillis() {
        return lastMillis;
    }

    /** True if the job has closed it, and all its rows were taken. */
    public boolean isOver() {
        return end.getCount() == 0 && rows.isEmpty();
    }

    /** Reads what nobody reads yet, and waits until the job has closed it: one whose pipe nobody reads is killed. */
    public void awaitEnd() throws InterruptedException {
        if (reading) {
            end.await();
        } else {
            drain();
        }
    }

    /** Waits until the job has closed it; false when it has not in this time. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        return end.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
