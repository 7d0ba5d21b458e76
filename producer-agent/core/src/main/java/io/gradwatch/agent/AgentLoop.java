package io.gradwatch.agent;

import io.gradwatch.agent.kafka.ProducerSettings;
import io.gradwatch.agent.kafka.Shipper;
import io.gradwatch.agent.spool.FileSpool;
import io.gradwatch.agent.spool.OverflowSpool;
import io.gradwatch.agent.spool.Spool;
import io.gradwatch.agent.spool.Spool.Priority;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.Topics;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * What the agent's thread does, over and over: take what was published, number and encode it, spool it, and ship the
 * spool. All files and sockets are used here and nowhere else.
 */
final class AgentLoop implements Runnable {

    private static final System.Logger LOG = System.getLogger(AgentLoop.class.getName());
    private static final long SHORTEST_PARK_NANOS = 1_000_000L;
    private static final long LONGEST_PARK_NANOS = 10_000_000L;
    private static final int LAST_ROUNDS = 4;

    private final RunStart start;
    private final AgentSettings settings;
    private final StepSlots slots;
    private final AtomicLong dropped;

    private RunIdentity identity;
    private SpoolOpening opening;
    private Spool spool;
    private List<FileSpool> orphans = List.of();
    private RecordWriter writer;
    private Shipper shipper;
    private long lastStep = -1;
    private long nextHeartbeatNanos;
    private long toldDropped;
    private boolean ended;

    private volatile Ending ending;
    private volatile long closeByNanos;
    private volatile boolean closing;
    private volatile long spooledBytes;
    private volatile String trouble = "";
    private volatile long refusedRecords;
    private volatile long damagedSegments;

    /** @param dropped counts the records of the job that are lost before they reach the spool */
    AgentLoop(RunStart start, StepSlots slots, AtomicLong dropped) {
        this.start = start;
        this.settings = start.settings();
        this.slots = slots;
        this.dropped = dropped;
    }

    /** The run has ended; what was published before is sent, then how it ended. The first call counts. */
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

    AgentHealth health(long cutRows) {
        return new AgentHealth(trouble, dropped.get(), refusedRecords, cutRows, damagedSegments, spooledBytes);
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
        opening = new SpoolOpening(settings);
        identity = identity();
        spool = opening.session(identity);
        writer = new RecordWriter(identity, spool);
        shipper = new Shipper(Topics.TELEMETRY.name(), () -> new KafkaProducer<>(producerProperties()));
        adoptOrphans();
        shipper.addGrowing(spool);
        write(RunRecords.started(start), System.currentTimeMillis(), Priority.ESSENTIAL);
        nextHeartbeatNanos = System.nanoTime() + settings.heartbeatInterval().toNanos();
    }

    /**
     * Loads what a job's threads may name, before they do: it takes a tenth of a second, and a logger that is first
     * used on an interrupted thread can fail for good.
     */
    private static void loadAvro() {
        LOG.log(Level.DEBUG, "Loaded {0} and {1}.", Split.UNKNOWN, TensorKind.UNKNOWN);
    }

    private RunIdentity identity() {
        int rank = start.rank();
        Integer attempt = start.attempt();
        if (attempt == null) {
            attempt = start.runIdGiven() ? opening.countedAttempt(start.runId(), rank) : 0;
        }
        return new RunIdentity(start.runId(), attempt, rank, new SecureRandom().nextLong());
    }

    /** Earlier sessions of this run go before it, so that its attempts are in order; those of other runs beside it. */
    private void adoptOrphans() {
        byte[] key = start.runId().getBytes(StandardCharsets.UTF_8);
        orphans = opening.orphans();
        for (FileSpool orphan : orphans) {
            LOG.log(
                    Level.INFO,
                    "Sending {0} bytes that a process left of run {1}.",
                    orphan.pendingBytes(),
                    new String(orphan.key(), StandardCharsets.UTF_8));
            if (Arrays.equals(orphan.key(), key)) {
                shipper.addBefore(orphan);
            } else {
                shipper.addBeside(orphan);
            }
        }
    }

    private Map<String, Object> producerProperties() {
        String client = "gradwatch-agent-" + Long.toHexString(identity.session());
        return ProducerSettings.of(
                settings.bootstrapServers(), client, SingleObjectCodec.MAX_RECORD_BYTES, settings.allKafkaProperties());
    }

    private void work() {
        long park = SHORTEST_PARK_NANOS;
        while (true) {
            boolean busy = false;
            try {
                busy = takeIn();
                shipper.ship();
                observe();
            } catch (Throwable e) {
                unexpected(e);
            }
            if (closing && mayLeave()) {
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
        if (end != null && !ended && !busy && slots.isEmpty()) {
            ended = true;
            write(RunRecords.ended(end, lastStep, dropped.get()), end.timestampMillis(), Priority.ESSENTIAL);
        }
        if (System.nanoTime() - nextHeartbeatNanos >= 0) {
            heartbeat();
        }
        spool.flush();
        return busy;
    }

    private void take(Object entry) {
        boolean written = false;
        try {
            if (entry instanceof StepSlot slot) {
                lastStep = slot.step();
                written = writer.write(slot.toRecord(), slot.timestampMillis(), Priority.ORDINARY);
            } else if (entry instanceof EvaluationEntry evaluation) {
                written = writer.write(
                        RunRecords.evaluation(evaluation), evaluation.timestampMillis(), Priority.ESSENTIAL);
            } else if (entry instanceof NoticeEntry notice) {
                written =
                        writer.write(RunRecords.notice(notice, lastStep), notice.timestampMillis(), Priority.ESSENTIAL);
            }
        } finally {
            if (entry instanceof StepSlot slot) {
                slots.release(slot);
            }
            if (!written) {
                dropped.incrementAndGet();
            }
        }
    }

    private void write(Object event, long timestampMillis, Priority priority) {
        if (!writer.write(event, timestampMillis, priority)) {
            dropped.incrementAndGet();
        }
    }

    private void heartbeat() {
        nextHeartbeatNanos = System.nanoTime() + settings.heartbeatInterval().toNanos();
        long lost = dropped.get();
        if (lost > toldDropped) {
            LOG.log(Level.WARNING, "{0} records of run {1} were dropped so far.", lost, identity.runId());
            toldDropped = lost;
        }
        if (!ended) {
            // No loss of the job's data where it does not fit: the next one says the same.
            writer.write(
                    new Heartbeat(lastStep, lost, spool.pendingBytes()), System.currentTimeMillis(), Priority.ORDINARY);
        }
    }

    private void observe() {
        spooledBytes = spool.pendingBytes();
        refusedRecords = shipper.refusedRecords();
        long damaged = orphans.stream().mapToLong(FileSpool::damagedSegments).sum();
        String files = opening.trouble();
        if (spool instanceof OverflowSpool overflow) {
            files = overflow.trouble();
            damaged += overflow.damagedSegments();
        }
        damagedSegments = damaged;
        trouble = shipper.trouble().isEmpty() ? files : shipper.trouble();
    }

    private void unexpected(Throwable e) {
        String what = "the agent met an error: " + e;
        if (!what.equals(trouble)) {
            LOG.log(Level.WARNING, "The agent met an error and goes on.", e);
        }
        trouble = what;
    }

    private boolean mayLeave() {
        boolean delivered = ended && spool.pendingBytes() == 0;
        return delivered || System.nanoTime() - closeByNanos >= 0;
    }

    private void leave() {
        for (int rounds = 0; !ended && rounds < LAST_ROUNDS; rounds++) {
            takeIn();
            while (!ended && !slots.isEmpty()) {
                // The time is up: a step that is still completed is lost, what waits behind it is not.
                slots.discardIncomplete();
                takeIn();
            }
        }
        boolean delivered = spool.pendingBytes() == 0;
        shipper.close(delivered ? Duration.ofSeconds(1) : Duration.ZERO);
        observe();
        if (!delivered) {
            LOG.log(
                    Level.WARNING,
                    "{0} bytes of run {1} are not delivered; those in files are sent by the next agent.",
                    spooledBytes,
                    identity.runId());
        }
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
