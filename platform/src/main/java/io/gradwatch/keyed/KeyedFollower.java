package io.gradwatch.keyed;

import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Follows topics for as long as it is polled: it reads them anew after a failure, and looks now and then for a topic
 * that is missing. Opens nothing before the first {@link #poll}. Not thread-safe.
 *
 * @param <S> all values at one moment
 */
public final class KeyedFollower<S> implements AutoCloseable {

    /** Longest wait of a fetch while nothing comes; records are answered at once. */
    private static final int QUIET_FETCH_MILLIS = 1_000;

    private final Supplier<KeyedReader<S>> readers;
    private KeyedReader<S> reader;
    private volatile List<String> missing = List.of();

    /**
     * @param kafka properties of the client, at least {@code bootstrap.servers}
     * @param readers makes a reader with such properties that has read nothing yet
     */
    public KeyedFollower(Map<String, Object> kafka, Function<Map<String, Object>, KeyedReader<S>> readers) {
        Map<String, Object> patient = new HashMap<>(kafka);
        patient.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, QUIET_FETCH_MILLIS);
        this.readers = () -> readers.apply(patient);
    }

    /**
     * Takes what has come. Where {@link #trouble} says afterwards that a topic is missing, let some seconds pass.
     *
     * @param patience longest wait for records
     * @return all that is known where that may be news; empty before the topics were read to their end once, too
     * @throws RuntimeException when Kafka does not answer; the next call begins anew
     */
    public Optional<S> poll(Duration patience) {
        try {
            if (reader == null) {
                reader = readers.get();
            }
            boolean changed = reader.poll(patience);
            Optional<S> news = changed && reader.isComplete() ? Optional.of(reader.snapshot()) : Optional.empty();
            noteMissingTopics();
            return news;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Sentence about topics that Kafka does not have, where they are missed; else empty. From any thread. */
    public Optional<String> trouble() {
        List<String> names = missing;
        return names.isEmpty() ? Optional.empty() : Optional.of("Kafka has no topic " + String.join(", ", names));
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

    /** Optional topics are missed where there is no other. */
    private void noteMissingTopics() {
        boolean needed = !reader.missingTopics().isEmpty();
        missing = needed || !reader.isIdle() ? reader.missingTopics() : reader.missingOptionalTopics();
    }
}
