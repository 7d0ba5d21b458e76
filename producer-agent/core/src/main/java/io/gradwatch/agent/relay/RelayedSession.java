package io.gradwatch.agent.relay;

import io.gradwatch.agent.clean.CleanRecords;
import io.gradwatch.agent.spool.Spool;
import io.gradwatch.agent.spool.Spool.Priority;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;

/**
 * The records of one process of a job that numbers them itself. A number that was there before is a repeat and is left
 * out. Belongs to the thread of its {@link Relay}.
 */
public final class RelayedSession {

    private static final System.Logger LOG = System.getLogger(RelayedSession.class.getName());

    private final RunIdentity identity;
    private final Spool spool;
    /** Numbers of the records that would be lost if this process died now. */
    private final ArrayDeque<Long> unsafe = new ArrayDeque<>();

    private long next;
    private long lastStep = -1;
    private long droppedByJob;
    private long droppedHere;
    private boolean ended;

    /**
     * State of a session that went on before.
     *
     * @param next the first number that was not seen
     */
    record Past(RunIdentity identity, long next, boolean ended) {}

    RelayedSession(Past before, Spool spool) {
        this.identity = before.identity();
        this.next = before.next();
        this.ended = before.ended();
        this.spool = spool;
    }

    /** The number that the job chose for it. */
    public long id() {
        return identity.session();
    }

    /** Id of its run. */
    public String runId() {
        return identity.runId();
    }

    /** Count of the starts of the run, from 0. */
    public int attempt() {
        return identity.attempt();
    }

    /** The first number that it does not have. */
    public long next() {
        return next;
    }

    /** The first number that it does not have, or that is lost when this process dies. */
    public long safeNext() {
        return unsafe.isEmpty() ? next : unsafe.peek();
    }

    /** The last step that it took; -1 before. */
    public long lastStep() {
        return lastStep;
    }

    /** Records for which the spool had no room; the next heartbeat tells what one of those would have told. */
    public long droppedRecords() {
        return droppedHere;
    }

    /** Bytes of it that Kafka does not have. */
    public long pendingBytes() {
        return spool.pendingBytes();
    }

    /** True where its run ended: nothing more is taken. */
    public boolean ended() {
        return ended;
    }

    /**
     * Takes a record, unless its number was there before. Names and lists in it are cut to their bounds; a heartbeat
     * and the end of the run also tell what is dropped and waits here. A record for which the spool has no room is
     * dropped and counted.
     *
     * @param sequence number of the record in the session, 0 or more
     * @param timestampMillis clock of the host when it happened, milliseconds since 1970-01-01 UTC
     * @param event a record that can be the event of {@link Telemetry}, with all its fields set
     */
    public void append(long sequence, long timestampMillis, Object event) {
        append(sequence, timestampMillis, event, false);
    }

    /**
     * Takes a record as the other {@code append} does.
     *
     * @param backlog whether a log said it before anybody watched it
     */
    public void append(long sequence, long timestampMillis, Object event, boolean backlog) {
        if (!ended && sequence >= next) {
            write(sequence, timestampMillis, event, backlog);
            next = sequence + 1;
        }
    }

    /**
     * Takes a record under the next number; the number of one that is dropped goes to the record after it.
     *
     * @param timestampMillis as above
     * @param event as above
     */
    public void append(long timestampMillis, Object event) {
        if (!ended && write(next, timestampMillis, event, false)) {
            next++;
        }
    }

    private boolean write(long sequence, long timestampMillis, Object event, boolean backlog) {
        CleanRecords.clean(event);
        note(event);
        byte[] bytes = Topics.TELEMETRY
                .codec()
                .encode(new Telemetry(identity.origin(sequence, timestampMillis, backlog), event));
        boolean ordinary = event instanceof Step || event instanceof Heartbeat;
        boolean written = bytes.length <= SingleObjectCodec.MAX_RECORD_BYTES
                && spool.append(bytes, ordinary ? Priority.ORDINARY : Priority.ESSENTIAL);
        if (written) {
            unsafe.add(sequence);
        } else if (!(event instanceof Heartbeat)) {
            dropped(bytes.length);
        }
        return written;
    }

    private void note(Object event) {
        if (event instanceof Step step) {
            lastStep = step.getStep();
        } else if (event instanceof Heartbeat heartbeat) {
            lastStep = Math.max(lastStep, heartbeat.getStep());
            droppedByJob = heartbeat.getDroppedRecords();
            heartbeat.setDroppedRecords(droppedByJob + droppedHere);
            heartbeat.setSpooledBytes(spool.pendingBytes());
        } else if (event instanceof RunEnded end) {
            ended = true;
            end.setStep(end.getStep() < 0 ? lastStep : end.getStep());
            end.setDroppedRecords(end.getDroppedRecords() + droppedHere);
        }
    }

    private void dropped(int bytes) {
        droppedHere++;
        // The powers of two: a full spool must not fill the log too.
        if (Long.bitCount(droppedHere) == 1) {
            LOG.log(
                    Level.WARNING,
                    bytes > SingleObjectCodec.MAX_RECORD_BYTES
                            ? "A record of {0} bytes of run {1} is larger than may be sent; {2} were dropped so far."
                            : "The spool has no room for a record of {0} bytes of run {1}; {2} were dropped so far.",
                    bytes,
                    identity.runId(),
                    droppedHere);
        }
    }

    /** Passes over a number whose record cannot be used. */
    public void skip(long sequence) {
        next = Math.max(next, sequence + 1);
    }

    /**
     * Says in the job's place how its run ended, with the next number.
     *
     * @param end whose step and dropped records are filled in here
     */
    public void endForJob(long timestampMillis, RunEnded end) {
        end.setStep(lastStep);
        end.setDroppedRecords(droppedByJob);
        append(next, timestampMillis, end);
    }

    /** Writes what was appended to its file. */
    void flush() {
        spool.flush();
        int inMemory = spool.recordsInMemory();
        while (unsafe.size() > inMemory) {
            unsafe.poll();
        }
    }

    Spool spool() {
        return spool;
    }

    Past past() {
        return new Past(identity, next, ended);
    }

    @Override
    public String toString() {
        return "RelayedSession(" + identity.runId() + ", rank " + identity.rank() + ")";
    }
}
