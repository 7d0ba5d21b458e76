package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.health.Loop;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.outbox.store.OutboxLock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several instances. While it stands by, it copies the state from Kafka; when Kafka gives it the lease, it shuts
 * the log of the state to all others, reads it to the end, and does the work. Whatever fails, it stops the work, throws
 * its copy away, gives the lease back and begins anew: what is in Kafka is what counts.
 */
public final class Standby extends AlertingInstance {

    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);
    private static final Duration POLL = Duration.ofMillis(100);

    /** Time for another instance to take the lease after this one failed with it. */
    private static final Duration REST = Duration.ofSeconds(3);

    /** Leaves time for heartbeats between two reads while there is much to copy. */
    private static final int READS_AT_ONCE = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<String, Object> kafka;
    private final Clock clock;
    private final Loop loop;
    private final DiskOutbox disk;
    private final List<String> damage = new CopyOnWriteArrayList<>();
    private OutboxLock lock;
    private Lease lease;
    private Replica replica;
    private RowFollower follower;
    /** Log of the state; null before it first leads. */
    private volatile FencedLog log;

    private volatile Optional<Leader> leader = Optional.empty();
    private volatile String trouble;
    private volatile String conflict;

    /** @param kafka properties of the clients, at least {@code bootstrap.servers} */
    public Standby(
            Map<String, Object> kafka, Path folder, IncidentRules rules, Function<Outbox, Work> work, Clock clock) {
        super(folder, rules, work);
        this.kafka = Map.copyOf(kafka);
        this.disk = new DiskOutbox(folder);
        this.clock = clock;
        this.loop = new Loop("alerting-standby", this::turn, clock);
    }

    @Override
    public void start() {
        lock = OutboxLock.take(folder);
        loop.start();
    }

    @Override
    public String role() {
        if (leads()) {
            return "leads" + leader.map(self -> " since " + self.since()).orElse("");
        }
        return leader.map(other -> "stands by; " + other.name() + " leads since " + other.since())
                .orElse("stands by; no leader is known");
    }

    @Override
    public Optional<String> check() {
        return loop.trouble()
                .or(() -> Optional.ofNullable(trouble))
                .or(() -> Optional.ofNullable(conflict).filter(reason -> disk.exists()))
                .or(super::check);
    }

    @Override
    public List<String> damage() {
        return Stream.concat(damage.stream(), super.damage().stream()).toList();
    }

    @Override
    public void close() {
        loop.close(PATIENCE);
        standDown();
        if (lock != null) {
            lock.close();
        }
    }

    private Optional<Instant> turn() {
        try {
            if (conflict != null && disk.exists()) {
                return Optional.of(clock.instant().plus(REST));
            }
            if (lease == null) {
                lease = new Lease(kafka);
                trouble = lease.obstacle().orElse(null);
                if (trouble != null) {
                    standDown();
                    return Optional.of(clock.instant().plus(REST));
                }
            }
            boolean held = lease.poll(POLL);
            trouble = lease.trouble().orElse(null);
            if (leading != null) {
                return lead(held);
            }
            follow();
            if (held) {
                takeOver();
                if (leading == null) {
                    standDown();
                    return Optional.of(clock.instant().plus(REST));
                }
            }
            return Optional.of(clock.instant());
        } catch (RuntimeException | Error e) {
            standDown();
            throw e;
        }
    }

    private Optional<Instant> lead(boolean held) {
        if (held && log.failure().isEmpty()) {
            return Optional.of(clock.instant());
        }
        LOG.warn(
                "This instance does not lead any more and stands by: {}",
                log.failure().orElse("Kafka gave the lease to another instance"));
        standDown();
        return Optional.of(clock.instant().plus(REST));
    }

    private void follow() {
        if (replica == null) {
            damage.clear();
            replica = Replica.create(folder);
            follower = new RowFollower(kafka, replica, damage::add);
        }
        int reads = 0;
        while (reads < READS_AT_ONCE && follower.poll(Duration.ZERO) > 0) {
            reads++;
        }
        Optional<Leader> now = replica.leader();
        if (!now.equals(leader)) {
            replica.requireKnownVersion();
            now.ifPresent(other -> LOG.info("This instance stands by; {} leads since {}", other.name(), other.since()));
            leader = now;
        }
    }

    /** Leads from then on, unless the outbox on the disk forbids it. */
    private void takeOver() {
        long begun = System.nanoTime();
        FencedLog opened = FencedLog.open(kafka);
        try {
            follower.readToEnd();
            conflict = disk.exists() ? meetDisk(opened) : null;
            if (conflict != null) {
                LOG.error("This instance does not lead: {}", conflict);
                return;
            }
            follower.close();
            follower = null;
            Leader self = Leader.thisProcess(clock.instant());
            Outbox outbox = replica.lead(opened, self, rules);
            Work started = started(outbox);
            leader = Optional.of(self);
            log = opened;
            leading = new Leading(outbox, started);
            LOG.info("This instance leads, after {} ms", (System.nanoTime() - begun) / 1_000_000);
        } finally {
            if (leading == null) {
                opened.close();
            }
        }
    }

    private Work started(Outbox outbox) {
        try {
            return work.apply(outbox);
        } catch (RuntimeException | Error e) {
            closed(outbox);
            throw e;
        }
    }

    /**
     * An instance that was alone has told people already: what it knows becomes the state of all where there is none.
     *
     * @return why this instance must not lead; null when it may
     */
    private String meetDisk(FencedLog log) {
        lock.close();
        try {
            if (replica.leader().isPresent()) {
                return disk.conflict(replica.positions()).orElse(null);
            }
            damage.addAll(disk.copy(log::append));
            follower.readToEnd();
            disk.putAside();
            LOG.info("The outbox on the disk in {} was taken over", folder);
            return null;
        } finally {
            lock = OutboxLock.take(folder);
        }
    }

    /** Stops whatever it does; the copy of the state is thrown away. */
    private void standDown() {
        Leading before = leading;
        leading = null;
        leader = Optional.empty();
        if (before == null || log.failure().isPresent()) {
            // The work can change nothing any more: another instance need not wait for its end.
            giveLeaseBack();
        }
        if (before != null) {
            closed(before.work());
            closed(log);
            closed(before.outbox());
        } else if (replica != null) {
            closed(replica);
        }
        replica = null;
        if (follower != null) {
            closed(follower);
            follower = null;
        }
        giveLeaseBack();
    }

    private void giveLeaseBack() {
        if (lease != null) {
            closed(lease);
            lease = null;
        }
    }

    private static void closed(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} was not closed cleanly: {}", part, e.toString());
        }
    }
}
