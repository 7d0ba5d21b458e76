package io.gradwatch.fleet.sql;

import io.gradwatch.fleet.sql.worker.SqlBounds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes that answer queries: started when there is a query and none is free, kept for a while behind it, and
 * ended then, so that a service that nobody asks has none. Thread-safe.
 */
final class SqlProcesses implements AutoCloseable {

    /** Longest wait of a process for the next query. Own choice: a person who tries queries is faster. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    /** Memory of a process that answers nothing: Java and DuckDB. Measured 130 MB; own choice. */
    private static final long OWN_BYTES = 256L << 20;

    /** A free process, and since when. */
    private record Free(SqlProcess process, long sinceNanos) {}

    private final SqlBounds bounds;
    private final Deque<Free> free = new ArrayDeque<>();
    private final Set<SqlProcess> busy = new HashSet<>();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "sql-idle");
        thread.setDaemon(true);
        return thread;
    });
    private boolean closed;

    /** @param bounds of each process; their memory is also that of all together */
    SqlProcesses(SqlBounds bounds) {
        this.bounds = bounds;
        clock.setKeepAliveTime(IDLE.toSeconds(), TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        clock.setRemoveOnCancelPolicy(true);
    }

    /** A process for one query: the one that was free last, or a new one. */
    synchronized SqlProcess take() {
        if (closed) {
            throw new IllegalStateException("no question is answered any more: the service ends");
        }
        SqlProcess taken = null;
        while (taken == null && !free.isEmpty()) {
            SqlProcess candidate = free.pop().process();
            if (candidate.isAlive()) {
                taken = candidate;
            } else {
                candidate.close();
            }
        }
        if (taken == null) {
            taken = SqlProcess.start(bounds);
        }
        busy.add(taken);
        return taken;
    }

    /** Gives a process back that has answered its query. One that kept more memory than its own is ended. */
    void give(SqlProcess process) {
        if (process.memoryBytes() > OWN_BYTES) {
            end(process);
        } else {
            keep(process);
        }
    }

    private synchronized void keep(SqlProcess process) {
        busy.remove(process);
        if (closed) {
            process.close();
            return;
        }
        free.push(new Free(process, System.nanoTime()));
        clock.schedule(this::endIdle, IDLE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Kills a process whose query went beyond its bounds. */
    void end(SqlProcess process) {
        process.close();
        synchronized (this) {
            busy.remove(process);
        }
    }

    private synchronized void endIdle() {
        while (!free.isEmpty() && System.nanoTime() - free.getLast().sinceNanos() >= IDLE.toNanos()) {
            free.removeLast().process().close();
        }
    }

    /** True where all queries together take more memory than they may, and this one the most of it. */
    boolean isTooLarge(SqlProcess process) {
        long own = process.memoryBytes();
        if (own <= OWN_BYTES) {
            return false;
        }
        long all = 0;
        for (SqlProcess each : busy()) {
            long bytes = each == process ? own : each.memoryBytes();
            if (bytes > own) {
                return false;
            }
            all += Math.max(0, bytes - OWN_BYTES);
        }
        return all > bounds.memoryBytes();
    }

    private synchronized List<SqlProcess> busy() {
        return List.copyOf(busy);
    }

    /** Processes that live, busy or free. */
    synchronized int alive() {
        return busy.size() + free.size();
    }

    /** Their numbers in the system. */
    synchronized Set<Long> pids() {
        return Stream.concat(busy.stream(), free.stream().map(Free::process))
                .map(SqlProcess::pid)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized void close() {
        closed = true;
        clock.shutdownNow();
        free.forEach(idle -> idle.process().close());
        free.clear();
        busy.forEach(SqlProcess::close);
    }
}
