package io.gradwatch.agent.relay;

import io.gradwatch.agent.clean.CleanText;
import io.gradwatch.agent.clean.Limits;
import io.gradwatch.agent.kafka.Shipper;
import io.gradwatch.agent.relay.RelayedSession.Past;
import io.gradwatch.agent.spool.FileSpool;
import io.gradwatch.agent.spool.OverflowSpool;
import io.gradwatch.agent.spool.SessionSpools;
import io.gradwatch.agent.spool.Spool;
import io.gradwatch.schema.Topics;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Carries the records of jobs that number them themselves: a spool for each session, one Kafka producer for all. What a
 * dead process left in the spool folder is sent too: before what its session or a later one of its run brings where the
 * relay found it at its start, beside that where it was taken later. Belongs to one thread.
 */
public final class Relay implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Relay.class.getName());
    /** Sessions whose numbers are remembered after their end: 10,000 take about 1 MiB. */
    private static final int REMEMBERED_SESSIONS = 10_000;

    private static final long PARK_NANOS = 2_000_000L;

    private final SessionSpools spools;
    private final Duration closeTimeout;
    private final Shipper shipper;
    private final Map<Long, RelayedSession> sessions = new LinkedHashMap<>();
    /** Spools of dead processes, by session, until Kafka has all of them. */
    private final Map<Long, Orphan> orphans = new LinkedHashMap<>();

    private final Map<Long, Past> past = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Past> eldest) {
            return size() > REMEMBERED_SESSIONS;
        }
    };

    private long damagedSegmentsOfDelivered;

    /**
     * Takes over the spools that dead processes left. Waits for no Kafka.
     *
     * @param producerProperties of the Kafka producer; asked for on a thread of its own
     * @param closeTimeout longest wait of {@link #close()} for Kafka
     */
    public Relay(SessionSpools spools, Supplier<Map<String, Object>> producerProperties, Duration closeTimeout) {
        this.spools = spools;
        this.closeTimeout = closeTimeout;
        this.shipper = new Shipper(Topics.TELEMETRY.name(), () -> new KafkaProducer<>(producerProperties.get()));
        take(new LeftSpools(spools::orphans));
    }

    /**
     * Spools of processes that have died since, in the spool folder of other agents, of records for the same Kafka; to
     * be {@linkplain #take taken} by this relay's thread, while any other may look for them.
     */
    public LeftSpools findIn(Path others) {
        return new LeftSpools(met -> spools.orphansIn(others, met));
    }

    /** Sends what dead processes left. */
    public void take(LeftSpools left) {
        past.putAll(left.past());
        for (FileSpool found : left.spools()) {
            LOG.log(Level.INFO, "Sending {0} bytes that a process left of run {1}.", found.pendingBytes(), key(found));
            Orphan orphan = new Orphan(key(found), spools.continued(found));
            orphans.put(found.session(), orphan);
            shipper.addBefore(orphan.spool, orphan.runId, () -> delivered(found.session(), orphan));
        }
    }

    private void delivered(long session, Orphan orphan) {
        if (orphans.remove(session, orphan)) {
            damagedSegmentsOfDelivered += orphan.spool.damagedSegments();
        }
    }

    /** Records of a session that a dead process left, as long as Kafka does not have them. */
    private record Orphan(String runId, OverflowSpool spool) {}

    private static String key(FileSpool spool) {
        return new String(spool.key(), StandardCharsets.UTF_8);
    }

    /**
     * The session of the given number, which may have begun before, here or in an earlier process.
     *
     * @param session chosen by the job, 0 or more
     * @param runId as {@link #isRunId} wants it
     * @param rank of the process, from 0
     * @param attempt count of the starts of the run, from 0; null where it is to be counted here
     * @throws IllegalArgumentException when the session is of another run or rank
     */
    public RelayedSession session(long session, String runId, int rank, Integer attempt) {
        RelayedSession open = sessions.get(session);
        Past before = open == null ? past.get(session) : open.past();
        if (before != null
                && (!before.identity().runId().equals(runId)
                        || before.identity().rank() != rank)) {
            throw new IllegalArgumentException("the session " + session + " is of another run or another rank");
        }
        return open == null ? begin(session, runId, rank, attempt, before) : open;
    }

    private RelayedSession begin(long session, String runId, int rank, Integer attempt, Past before) {
        Integer known = before == null || attempt != null
                ? attempt
                : Integer.valueOf(before.identity().attempt());
        int start = known == null ? spools.countedAttempt(runId, rank) : known;
        RunIdentity identity = new RunIdentity(runId, start, rank, session);
        RelayedSession begun = new RelayedSession(
                before == null ? new Past(identity, 0, false) : new Past(identity, before.next(), before.ended()),
                spool(identity));
        sessions.put(session, begun);
        return begun;
    }

    private Spool spool(RunIdentity identity) {
        Orphan orphan = orphans.remove(identity.session());
        if (orphan != null && orphan.runId.equals(identity.runId()) && shipper.growAgain(orphan.spool)) {
            return orphan.spool;
        }
        Spool spool = spools.session(identity.session(), identity.runId());
        shipper.addGrowing(spool, identity.runId());
        return spool;
    }

    /** True for a text that can be the id of a run: 1 to 200 printable characters without blanks around them. */
    public static boolean isRunId(String text) {
        return !text.isEmpty() && CleanText.of(text, Limits.ID_CHARACTERS).equals(text);
    }

    /** Nothing more comes of a session: its spool goes once Kafka has all of it. Its numbers stay known. */
    public void end(RelayedSession session) {
        if (sessions.remove(session.id(), session)) {
            session.flush();
            past.put(session.id(), session.past());
            shipper.finish(session.spool());
        }
    }

    /** Makes what was appended safe, takes in what Kafka has answered, and sends; waits at most for metadata. */
    public void work() {
        sessions.values().forEach(RelayedSession::flush);
        shipper.ship();
    }

    /** Bytes that Kafka does not have, of the sessions that go on and of those that an earlier process left. */
    public long pendingBytes() {
        return shipper.pendingBytes();
    }

    /** Why records wait, or why they wait in memory only; empty when nothing is wrong. */
    public String trouble() {
        boolean inMemory =
                sessions.values().stream().anyMatch(session -> session.spool().recordsInMemory() > 0);
        String files = inMemory ? spoolTrouble() : "";
        return shipper.trouble().isEmpty() ? files : shipper.trouble();
    }

    /** Why records do not wait in files; empty where they do. */
    public String spoolTrouble() {
        return sessions.values().stream()
                .map(session -> session.spool().trouble())
                .filter(trouble -> !trouble.isEmpty())
                .findFirst()
                .orElse(spools.trouble());
    }

    /** Folder in which records wait; the one that could not be written where they wait in memory. */
    public Path spoolPlace() {
        return spools.place();
    }

    /** Records that Kafka did not want; they are given up. */
    public long refusedRecords() {
        return shipper.refusedRecords();
    }

    /** Segments with something in them that was not written as it stands there, so far. */
    public long damagedSegments() {
        return damagedSegmentsOfDelivered
                + Stream.concat(
                                sessions.values().stream().map(RelayedSession::spool),
                                orphans.values().stream().map(Orphan::spool))
                        .mapToLong(Spool::damagedSegments)
                        .sum();
    }

    /**
     * Sends what there is, for at most the given time; the rest stays in the spool for the next process. No session can
     * be used afterwards.
     */
    public void close(Duration timeout) {
        try {
            long end = System.nanoTime() + timeout.toNanos();
            work();
            while (pendingBytes() > 0 && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(PARK_NANOS);
                work();
            }
        } finally {
            sayUndelivered();
            shipper.close(pendingBytes() > 0 ? Duration.ZERO : Duration.ofSeconds(1));
        }
    }

    private void sayUndelivered() {
        long others = pendingBytes();
        for (RelayedSession session : sessions.values()) {
            if (session.pendingBytes() > 0) {
                others -= session.pendingBytes();
                undelivered(session.pendingBytes(), "run " + session.runId());
            }
        }
        if (others > 0) {
            undelivered(others, "runs that ended before");
        }
    }

    private static void undelivered(long bytes, String whose) {
        LOG.log(
                Level.WARNING,
                "{0} bytes of {1} are not delivered; those in files are sent by the next agent.",
                bytes,
                whose);
    }

    /** As {@link #close(Duration)} with the close timeout. */
    @Override
    public void close() {
        close(closeTimeout);
    }

    @Override
    public String toString() {
        return "Relay(" + spools + ")";
    }
}
