package io.gradwatch.agent.gateway.job;

import io.gradwatch.agent.gateway.line.AgentLine;
import io.gradwatch.agent.gateway.line.BadLineException;
import io.gradwatch.agent.gateway.line.JobLine;
import io.gradwatch.agent.gateway.line.LineDecoder;
import io.gradwatch.agent.relay.Relay;
import io.gradwatch.agent.relay.RelayedSession;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.schema.Alert;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;

/** The sessions of all jobs: what their lines mean, and what becomes of those that are gone. */
public final class Jobs {

    static final int PROTOCOL = 1;

    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());
    /** A job that is away for longer is forgotten; when it comes back all the same, its numbers are still known. */
    private static final long LONGEST_AWAY_NANOS = Duration.ofHours(1).toNanos();
    /** More jobs that are away are not kept: the one that left first is forgotten. */
    private static final int MOST_AWAY = 1_024;

    private final Relay relay;
    private final byte[] token;
    private final Supplier<Optional<PublicUrl>> page;
    private final LongPredicate leftRecords;
    private final LineDecoder decoder = new LineDecoder();
    private final Map<Long, Job> jobs = new LinkedHashMap<>();

    /**
     * @param token that is wanted of those who come through the loopback; empty for none
     * @param page address of the page at the moment; empty while it is not known
     * @param leftRecords whether a job left records of a session on disk
     */
    public Jobs(Relay relay, String token, Supplier<Optional<PublicUrl>> page, LongPredicate leftRecords) {
        this.relay = relay;
        this.leftRecords = leftRecords;
        this.page = page;
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes a line of a connection that was not refused. */
    void line(Connection connection, ByteBuffer line) {
        try {
            JobLine said = decoder.decode(line);
            if (connection.job() == null) {
                greet(connection, said);
            } else if (said instanceof JobLine.Event event) {
                take(connection.job().relayed(), event);
            } else {
                throw new BadLineException("a hello comes once, first on a connection", null);
            }
        } catch (BadLineException e) {
            unusable(connection, e);
        }
    }

    /** Answers a line that cannot be used. Who begins with one is no job. */
    void unusable(Connection connection, BadLineException reason) {
        if (connection.job() == null) {
            connection.refuse(reason.getMessage());
            return;
        }
        connection.send(AgentLine.error(reason.getMessage(), reason.sequence()));
        skip(connection.job().relayed(), reason);
    }

    private static void skip(RelayedSession relayed, BadLineException reason) {
        if (reason.sequence() != null) {
            relayed.skip(reason.sequence());
        }
    }

    /**
     * The session of a job that is gone and left records.
     *
     * @throws BadLineException with the reason to take none of them
     */
    public RelayedSession leftSession(byte[] hello) throws BadLineException {
        return job(hello(decoder.decode(ByteBuffer.wrap(hello)))).relayed();
    }

    /** Takes lines that a job left; those that cannot be used are passed over. */
    public void takeLeft(RelayedSession relayed, List<byte[]> lines) {
        for (byte[] line : lines) {
            try {
                if (decoder.decode(ByteBuffer.wrap(line)) instanceof JobLine.Event event) {
                    take(relayed, event);
                }
            } catch (BadLineException e) {
                skip(relayed, e);
            }
        }
    }

    private void greet(Connection connection, JobLine said) throws BadLineException {
        JobLine.Hello hello = hello(said);
        if (!connection.isLocal() && !isToken(hello.token())) {
            throw new BadLineException("the token is wrong; it is the one that GRADWATCH_AGENT_TOKEN names", null);
        }
        begin(connection, hello);
    }

    private static JobLine.Hello hello(JobLine said) throws BadLineException {
        if (!(said instanceof JobLine.Hello hello)) {
            throw new BadLineException("the first line must be a hello", null);
        }
        if (hello.protocol() != PROTOCOL) {
            throw new BadLineException("protocol was " + hello.protocol() + " but must be " + PROTOCOL, null);
        }
        if (!Relay.isRunId(hello.runId())) {
            throw new BadLineException("runId must be 1 to 200 printable characters without blanks around them", null);
        }
        return hello;
    }

    private boolean isToken(String given) {
        return token.length == 0 || MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }

    private Job job(JobLine.Hello hello) throws BadLineException {
        try {
            RelayedSession relayed = relay.session(hello.session(), hello.runId(), hello.rank(), hello.attempt());
            return jobs.computeIfAbsent(hello.session(), ignored -> new Job(relayed));
        } catch (IllegalArgumentException e) {
            throw new BadLineException(e.getMessage(), null);
        }
    }

    private void begin(Connection connection, JobLine.Hello hello) throws BadLineException {
        Job job = job(hello);
        RelayedSession relayed = job.relayed();
        Connection before = job.connection();
        job.connect(connection, hello);
        if (before != null) {
            before.close();
        }
        connection.begin(job, relayed.safeNext());
        connection.send(AgentLine.ready(
                relayed.attempt(), relayed.safeNext(), page.get().map(url -> url.run(hello.runId()))));
        LOG.log(Level.DEBUG, "{0} is connected.", hello);
    }

    private static void take(RelayedSession relayed, JobLine.Event event) throws BadLineException {
        if (relayed.ended() && event.sequence() >= relayed.next()) {
            throw new BadLineException("the run has ended, nothing comes after its end", event.sequence());
        }
        try {
            relayed.append(event.sequence(), event.timestampMillis(), event.event());
        } catch (AvroRuntimeException | ClassCastException e) {
            // To hang up would bring the same record again and again.
            throw new BadLineException("the record cannot be encoded: " + e, event.sequence());
        }
    }

    /** A connection is gone. */
    public void left(Connection connection, long nowNanos) {
        Job job = connection.job();
        if (job != null && job.connection() == connection) {
            job.disconnect(nowNanos);
        }
    }

    /** Looks at the processes of all jobs, and forgets those of which nothing more comes. */
    public void watch(long nowNanos) {
        for (Job job : List.copyOf(jobs.values())) {
            job.watch(nowNanos, leftRecords);
            boolean over = job.connection() == null
                    && job.relayed().ended()
                    && !leftRecords.test(job.relayed().id());
            if (over || job.isAway(LONGEST_AWAY_NANOS, nowNanos)) {
                forget(job);
            }
        }
        List<Job> away = new ArrayList<>(
                jobs.values().stream().filter(job -> job.connection() == null).toList());
        away.sort(Comparator.comparingLong(job -> job.disconnectedNanos() - nowNanos));
        away.subList(0, Math.max(0, away.size() - MOST_AWAY)).forEach(this::forget);
    }

    private void forget(Job job) {
        jobs.remove(job.relayed().id());
        relay.end(job.relayed());
    }

    /** Ids of the runs whose alerts are wanted. */
    public Set<String> runsWithAlerts() {
        return jobs.values().stream()
                .filter(Job::wantsAlerts)
                .map(job -> job.relayed().runId())
                .collect(Collectors.toSet());
    }

    /** Tells those who want it. */
    public void tell(Alert alert) {
        for (Job job : jobs.values()) {
            if (job.wantsAlerts() && job.relayed().runId().equals(alert.getRunId())) {
                job.connection().send(AgentLine.alert(alert));
            }
        }
    }
}
