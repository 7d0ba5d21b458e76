package io.gradwatch.agent.gateway.job;

import io.gradwatch.agent.gateway.line.JobLine;
import io.gradwatch.agent.relay.RelayedSession;
import io.gradwatch.schema.RunEnded;
import java.util.Optional;
import java.util.function.LongPredicate;

/** One process of a job, connected or not. */
public final class Job {

    private final RelayedSession relayed;
    private Connection connection;
    private Optional<JobProcess> process = Optional.empty();
    private boolean wantsAlerts;
    private long disconnectedNanos = System.nanoTime();

    Job(RelayedSession relayed) {
        this.relayed = relayed;
    }

    RelayedSession relayed() {
        return relayed;
    }

    /** Null while the job is not connected. */
    public Connection connection() {
        return connection;
    }

    boolean wantsAlerts() {
        return wantsAlerts && connection != null;
    }

    /** It speaks through this connection from now on. */
    void connect(Connection taken, JobLine.Hello hello) {
        connection = taken;
        process = JobProcess.of(hello.pid());
        wantsAlerts = hello.alerts();
    }

    void disconnect(long nowNanos) {
        connection = null;
        disconnectedNanos = nowNanos;
    }

    /** True where it has been away for at least the given time. */
    boolean isAway(long nanos, long nowNanos) {
        return connection == null && nowNanos - disconnectedNanos >= nanos;
    }

    long disconnectedNanos() {
        return disconnectedNanos;
    }

    /**
     * Looks at its process; where that is gone without a word, says how the run ended.
     *
     * @param leftRecords whether the process left records on disk, the end of the run perhaps among them
     */
    void watch(long nowNanos, LongPredicate leftRecords) {
        if (process.isEmpty() || relayed.ended()) {
            return;
        }
        JobProcess watched = process.get();
        if (connection == null && watched.isGone() && !leftRecords.test(relayed.id())) {
            String message = "The connection broke without an end, and " + watched + " is gone.";
            relayed.endForJob(System.currentTimeMillis(), new RunEnded(watched.outcome(), null, message, -1L, 0L));
        } else {
            watched.observe(nowNanos);
        }
    }
}
