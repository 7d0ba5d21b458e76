package io.gradwatch.alerting.silence;

import io.gradwatch.alerting.health.Loop;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.silence.SilenceFollower;
import io.gradwatch.silence.SilenceWriter;
import io.gradwatch.silence.Silences;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of silences and acknowledgements to their end, hands on what they say, and then every change of it.
 * Removes what is long over. Nothing is handed on before the end was reached once, so that who waits for it knows every
 * silence that was written before the start.
 */
public final class SilenceIntake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SilenceIntake.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration CLEANING_INTERVAL = Duration.ofHours(1);

    /** From one look for a missing topic to the next. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final Consumer<Silences> sink;
    private final AlertingMetrics metrics;
    private final Clock clock;
    private final SilenceWriter writer;
    private final Loop loop;
    private final SilenceFollower follower;
    private Silences known;
    private Instant nextCleaning = Instant.MIN;

    /**
     * @param kafka properties of the clients, at least {@code bootstrap.servers}
     * @param sink takes all that is known, first when the topics were read to their end
     */
    public SilenceIntake(Map<String, Object> kafka, Consumer<Silences> sink, AlertingMetrics metrics, Clock clock) {
        this.follower = new SilenceFollower(kafka, this::unreadable);
        this.sink = sink;
        this.metrics = metrics;
        this.clock = clock;
        this.writer = new SilenceWriter(kafka);
        this.loop = new Loop("alerting-silence", this::readOnce, clock);
    }

    /** Starts reading. */
    public void start() {
        loop.start();
    }

    /** Reason for which silences are not known; empty when all is well. */
    public Optional<String> check() {
        return loop.trouble().or(follower::trouble);
    }

    @Override
    public void close() {
        loop.close(PATIENCE);
        follower.close();
        writer.close();
    }

    private Optional<Instant> readOnce() {
        follower.poll(POLL).ifPresent(silences -> {
            known = silences;
            sink.accept(silences);
        });
        if (known != null) {
            clean(clock.instant());
        }
        return Optional.of(clock.instant().plus(follower.trouble().isEmpty() ? Duration.ZERO : LOOK_AGAIN));
    }

    private void unreadable(String what) {
        metrics.add(Count.UNREADABLE_MUTES, 1);
        LOG.warn("{}", what);
    }

    private void clean(Instant now) {
        if (now.isBefore(nextCleaning)) {
            return;
        }
        nextCleaning = now.plus(CLEANING_INTERVAL);
        try {
            writer.forget(known.outdated(now));
        } catch (IllegalStateException e) {
            LOG.warn("Silences that are over could not be removed yet: {}", e.getMessage());
        }
    }
}
