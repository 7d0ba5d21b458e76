package io.gradwatch.keyed;

import io.gradwatch.schema.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes to topics of which the last record of a key counts. Each call returns when Kafka has the record on all
 * replicas in sync, and throws {@link IllegalStateException} when Kafka does not take it within 8 s. Opens nothing
 * before the first call. Thread-safe.
 */
public final class KeyedWriter implements AutoCloseable {

    private static final int ANSWER_MILLIS = 8_000;

    private final Map<String, Object> kafka;
    private KafkaProducer<String, byte[]> producer;

    /** @param kafka properties of the client, at least {@code bootstrap.servers} */
    public KeyedWriter(Map<String, Object> kafka) {
        this.kafka = Map.copyOf(kafka);
    }

    /** Writes the value of a key, in place of an earlier one. */
    public <T> void put(Topic<T> topic, String key, T value) {
        write(topic, key, topic.codec().encode(value));
    }

    /** Removes the value of a key. */
    public void remove(Topic<?> topic, String key) {
        write(topic, key, null);
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
            producer = null;
        }
    }

    private void write(Topic<?> topic, String key, byte[] bytes) {
        try {
            producer().send(new ProducerRecord<>(topic.name(), key, bytes)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing to " + topic.name(), e);
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(
                    "Kafka at " + kafka.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG) + " does not take it: "
                            + cause.getMessage(),
                    e);
        }
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        if (producer == null) {
            Map<String, Object> settings = new HashMap<>(kafka);
            settings.put(ProducerConfig.ACKS_CONFIG, "all");
            settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_MILLIS);
            settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS - 1_000);
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
            producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }
}
