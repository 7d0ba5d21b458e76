package io.gradwatch.silence;

import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Follows the topics of silences, acknowledgements and annotations for as long as it is polled: it reads them anew
 * after a failure, and looks again for a topic that is missing. Opens nothing before the first {@link #poll}. Not
 * thread-safe.
 */
public final class SilenceFollower implements AutoCloseable {

    /** Longest wait of a fetch while nothing comes; records are answered at once. */
    private static final int QUIET_FETCH_MILLIS = 1_000;

    private final Map<String, Object> kafka;
    private final Consumer<String> unreadable;
    private SilenceReader reader;
    private volatile String trouble;

    /**
     * @param kafka properties of the client, at least {@code bootstrap.servers}
     * @param unreadable takes a sentence about each record that says nothing, with its place
     */
    public SilenceFollower(Map<String, Object> kafka, Consumer<String> unreadable) {
        Map<String, Object> patient = new HashMap<>(kafka);
        patient.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, QUIET_FETCH_MILLIS);
        this.kafka = Map.copyOf(patient);
        this.unreadable = unreadable;
    }

    /**
     * Takes what has come. Where {@link #trouble} says afterwards that a topic is missing, the next call looks for it:
     * let some seconds pass.
     *
     * @param patience longest wait for records
     * @return all that is known where that may be news; empty before the topics were read to their end once, too
     * @throws RuntimeException when Kafka does not answer; the next call begins anew
     */
    public Optional<Silences> poll(Duration patience) {
        try {
            if (reader == null) {
                reader = new SilenceReader(kafka, unreadable);
            }
            boolean changed = reader.poll(patience);
            Optional<Silences> news =
                    changed && reader.isComplete() ? Optional.of(reader.silences()) : Optional.empty();
            noteMissingTopics();
            return news;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Reason for which not all silences are known; empty when all is well. From any thread. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void close() {
        if (reader != null) {
            try {
                reader.close();
            } catch (KafkaException | ConcurrentModificationException e) {
                // Its connections end with it; another one is opened for what comes.
            }
            reader = null;
        }
    }

    /** A missing topic silences nothing: too many notifications are better than too few. */
    private void noteMissingTopics() {
        if (reader.missingTopics().isEmpty()) {
            trouble = null;
            return;
        }
        trouble = "Kafka has no topic " + String.join(", ", reader.missingTopics()) + ": it silences nothing";
        close();
    }
}
