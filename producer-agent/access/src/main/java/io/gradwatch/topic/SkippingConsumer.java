package io.gradwatch.topic;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Kafka's consumer, but that a damaged batch is passed over after three tries, where that one throws for ever, and that
 * the bytes of a poll are {@link PollBytes bounded}.
 */
public final class SkippingConsumer<K, V> extends KafkaConsumer<K, V> {

    private final DamagedBatches damaged;

    /**
     * @param settings of the consumer
     * @param keys reader of keys
     * @param values reader of values
     * @param found takes the skipped ranges, in the thread that polls; the log names them in any case
     */
    public SkippingConsumer(
            Map<String, Object> settings, Deserializer<K> keys, Deserializer<V> values, Consumer<DamagedRange> found) {
        super(settings, new PollBytes.Keys<>(keys), new PollBytes.Values<>(values));
        this.damaged = new DamagedBatches(found);
    }

    @Override
    public ConsumerRecords<K, V> poll(Duration timeout) {
        try {
            PollBytes.begin();
            ConsumerRecords<K, V> records = super.poll(timeout);
            damaged.polled(this);
            return records;
        } catch (KafkaException e) {
            if (!damaged.refused(this, e)) {
                throw e;
            }
            return ConsumerRecords.empty();
        }
    }
}
