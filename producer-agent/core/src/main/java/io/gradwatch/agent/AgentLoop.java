package io.gradwatch.agent;

import io.gradwatch.agent.relay.Relay;
import io.gradwatch.agent.relay.RelayedSession;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.TensorKind;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Work of the agent's thread, over and over: take what was published and hand it to the relay, which spools and ships
 * it. All files and sockets are used here and nowhere else.
 */
final class AgentLoop implements Runnable {

    private static final System.Logger LOG = System.getLogger(AgentLoop.class.getName());
    private static final long SHORTEST_PARK_NANOS = 1_000_000L;
    private static final long LONGEST_PARK_NANOS = 10_000_000L;
    private static final int LAST_ROUNDS = 4;

    /**
     * A record of the job other than a step, on its way to the agent's thread, which makes it: Avro is not for the
     * job's threads.
     *
     * @param timestampMillis clock of the host when it happened, milliseconds since 1970-01-01 UTC
     * @param event makes the event from the last step before it
     */
    record PendingRecord(long timestampMillis, LongFunction<Object> event) {}

    private final RunStart start;
    private final AgentSettings settings;
    private final StepSlots slots;
    private final AtomicLong dropped;

    private Relay relay;
    private RelayedSession session;
    private long nextHeartbeatNanos;
    private long loggedDropped;

    private volatile Ending ending;
    private volatile long closeByNanos;
    private volatile boolean closing;
    private volatile String trouble = "";
    private volatile long droppedBySpool;
    private volatile long spooledBytes;
    private volatile long refusedRecords;
    private volatile long damagedSegments;

    /** @param dropped counts the records of the job that are lost before they reach the relay */
    AgentLoop(RunStart start, StepSlots slots, AtomicLong dropped) {
        this.start = start;
        this.settings = start.settings();
        this.slots = slots;
        this.dropped = dropped;
    }

    /**
     * The run has ended; what was published before is sent, then how it ended, and then the thread ends. The first call
     * counts.
     */
    synchronized void end(Ending how) {
        if (ending == null) {
            ending = how;
            slots.stopAccepting();
        }
    }

    /** The thread is to end: at the given time, or as soon as Kafka has everything. */
    synchronized void closeBy(long nanoTime) {
        closeByNanos = nanoTime;
        closing = true;
    }

    long spooledBytes() {
        return spooledBytes;
    }

    long droppedRecords() {
        return dropped.get() + droppedBySpool;
    }

    AgentHealth health(long cutRows) {
        return new AgentHealth(trouble, droppedRecords(), refusedRecords, cutRows, damagedSegments, spooledBytes);
    }

    @Override
    public void run() {
        try {
            open();
            work();
        } catch (Throwable e) {
            trouble = "the agent has stopped: " + e;
            LOG.log(Level.ERROR, "The agent has stopped, nothing more of this run is sent.", e);
        } finally {
            slots.stopAccepting();
            discardRest();
        }
    }

    private void open() {
        loadAvro();
        relay = settings.openRelay();
        Integer attempt = start.attempt() == null && !start.runIdGiven() ? Integer.valueOf(0) : start.attempt();
        session = relay.session(new SecureRandom().nextLong() >>> 1, start.runId(), start.rank(), attempt);
        session.append(System.currentTimeMillis(), RunRecords.started(start));
        nextHeartbeatNanos = System.nanoTime() + settings.heartbeatInterval().toNanos();
    }

    /**
     * Loads what a job's threads may name, before they do: it takes a tenth of a second, and a logger that is first
     * used on an interrupted thread can fail for good.
     */
    private static void loadAvro() {
        LOG.log(Level.DEBUG, "Loaded {0} and {1}.", Split.UNKNOWN, TensorKind.UNKNOWN);
    }

    private void work() {
        long park = SHORTEST_PARK_NANOS;
        while (true) {
            boolean busy = false;
            try {
                busy = takeIn();
                relay.work();
                observe();
            } catch (Throwable e) {
                unexpected(e);
            }
            if (mayLeave()) {
                break;
            }
            park = busy ? SHORTEST_PARK_NANOS : Math.min(LONGEST_PARK_NANOS, 2 * park);
            LockSupport.parkNanos(this, park);
            // An interrupt meant for the job must not stop the agent.
            Thread.interrupted();
        }
        leave();
    }

    /** True when there was something to take in. */
    private boolean takeIn() {
        Ending end = ending;
        boolean busy = false;
        for (int left = settings.queueCapacity(); left > 0; left--) {
            Object entry = slots.poll();
            if (entry == null) {
                break;
            }
            busy = true;
            take(entry);
        }
        if (end != null && !busy && slots.isEmpty()) {
            session.append(end.timestampMillis(), RunRecords.ended(end, session.lastStep(), dropped.get()));
        }
        if (System.nanoTime() - nextHeartbeatNanos >= 0) {
            heartbeat();
        }
        return busy;
    }

    private void take(Object entry) {
        boolean taken = false;
        try {
            if (entry instanceof StepSlot slot) {
                session.append(slot.timestampMillis(), slot.toRecord());
            } else if (entry instanceof PendingRecord record) {
                session.append(record.timestampMillis(), record.event().apply(session.lastStep()));
            }
            taken = true;
        } finally {
            if (entry instanceof StepSlot slot) {
                slots.release(slot);
            }
            if (!taken) {
                dropped.incrementAndGet();
            }
        }
    }

    private void heartbeat() {
        nextHeartbeatNanos = System.nanoTime() + settings.heartbeatInterval().toNanos();
        long lost = dropped.get();
        if (lost > loggedDropped) {
            LOG.log(Level.WARNING, "{0} records of run {1} were dropped so far.", lost, start.runId());
            loggedDropped = lost;
        }
        session.append(System.currentTimeMillis(), new Heartbeat(session.lastStep(), lost, 0L));
    }

    private void observe() {
        spooledBytes = session.pendingBytes();
        droppedBySpool = session.droppedRecords();
        refusedRecords = relay.refusedRecords();
        damagedSegments = relay.damagedSegments();
        trouble = relay.trouble().isEmpty() ? relay.spoolTrouble() : relay.trouble();
    }

    private void unexpected(Throwable e) {
        String what = "the agent met an error: " + e;
        if (!what.equals(trouble)) {
            LOG.log(Level.WARNING, "The agent met an error and goes on.", e);
        }
        trouble = what;
    }

    private boolean mayLeave() {
        boolean delivered = session.ended() && session.pendingBytes() == 0;
        return delivered || closing && System.nanoTime() - closeByNanos >= 0;
    }

    private void leave() {
        for (int rounds = 0; !session.ended() && rounds < LAST_ROUNDS; rounds++) {
            takeIn();
            while (!session.ended() && !slots.isEmpty()) {
                // The time is up: a step that is still completed is lost, what waits behind it is not.
                slots.discardIncomplete();
                takeIn();
            }
        }
        relay.close(Duration.ZERO);
        observe();
    }

    private void discardRest() {
        while (!slots.isEmpty()) {
            if (slots.poll() != null) {
                dropped.incrementAndGet();
            } else {
                slots.discardIncomplete();
            }
        }
    }
}
