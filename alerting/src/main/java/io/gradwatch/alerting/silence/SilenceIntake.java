package io.gradwatch.alerting.silence;

import io.gradwatch.alerting.health.AlertingCounters;
import io.gradwatch.alerting.health.Loop;
import io.gradwatch.schema.silence.MuteReader;
import io.gradwatch.schema.silence.MuteWriter;
import io.gradwatch.schema.silence.Mutes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
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

    private final Map<String, Object> kafka;
    private final Consumer<Mutes> taker;
    private final AlertingCounters counters;
    private final Clock clock;
    private final MuteWriter writer;
    private final Loop loop;
    private MuteReader reader;
    private Instant nextCleaning = Instant.MIN;
    private volatile String trouble;

    /**
     * @param kafka properties of the clients, at least {@code bootstrap.servers}
     * @param taker takes all that is known, first when the topics were read to their end
     * @param counters that are kept
     * @param clock for the times
     */
    public SilenceIntake(Map<String, Object> kafka, Consumer<Mutes> taker, AlertingCounters counters, Clock clock) {
        this.kafka = Map.copyOf(kafka);
        this.taker = taker;
        this.counters = counters;
        this.clock = clock;
        this.writer = new MuteWriter(kafka);
        this.loop = new Loop("alerting-silence", this::readOnce, clock);
    }

    /** Starts reading. */
    public void start() {
        loop.start();
    }

    /** Why silences are not known; empty when all is well. */
    public Optional<String> check() {
        return loop.trouble().or(() -> Optional.ofNullable(trouble));
    }

    @Override
    public void close() {
        loop.close(PATIENCE);
        closeReader();
        writer.close();
    }

    private Optional<Instant> readOnce() {
        try {
            if (reader == null) {
                reader = new MuteReader(kafka, this::unreadable);
            }
            boolean changed = reader.poll(POLL);
            if (changed && reader.isComplete()) {
                taker.accept(reader.mutes());
            }
            if (reader.isComplete()) {
                clean(clock.instant());
            }
            return nextRead();
        } catch (RuntimeException e) {
            closeReader();
            throw e;
        }
    }

    /** A topic that is missing silences nothing: people are told rather too much than too little. */
    private Optional<Instant> nextRead() {
        if (reader.missingTopics().isEmpty()) {
            trouble = null;
            return Optional.of(clock.instant());
        }
        trouble = "Kafka has no topic " + String.join(", ", reader.missingTopics()) + ": it silences nothing";
        closeReader();
        return Optional.of(clock.instant().plus(LOOK_AGAIN));
    }

    private void unreadable(String what) {
        counters.unreadableMute();
        LOG.warn("{}", what);
    }

    private void clean(Instant now) {
        if (now.isBefore(nextCleaning)) {
            return;
        }
        nextCleaning = now.plus(CLEANING_INTERVAL);
        try {
            writer.forget(reader.mutes().outdated(now));
        } catch (IllegalStateException e) {
            LOG.warn("Silences that are over could not be removed yet: {}", e.getMessage());
        }
    }

    private void closeReader() {
        if (reader != null) {
            try {
                reader.close();
            } catch (KafkaException | ConcurrentModificationException e) {
                LOG.debug("The reader of silences was not closed: {}", e.getMessage());
            }
            reader = null;
        }
    }
}
