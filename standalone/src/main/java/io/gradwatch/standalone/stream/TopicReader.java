package io.gradwatch.standalone.stream;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.service.KafkaReach;
import io.gradwatch.topic.SkippingConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads everything that a topic holds, up to the end that it has at the call. */
public final class TopicReader {

    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Patience with Kafka while a person waits. */
    private static final Duration ANSWER = Duration.ofSeconds(8);

    private final String bootstrapServers;
    private final Duration patience;

    /** @param bootstrapServers addresses of Kafka: host and port, several with commas */
    public TopicReader(String bootstrapServers) {
        this(bootstrapServers, ANSWER);
    }

    /** @param patience with an answer of Kafka */
    public TopicReader(String bootstrapServers, Duration patience) {
        this.bootstrapServers = bootstrapServers;
        this.patience = patience;
    }

    /**
     * Reads the values of a topic; those of a key come in their order. What cannot be read is left out.
     *
     * @param keys of the records that are read
     * @throws IllegalStateException when Kafka does not answer
     */
    public <T> void read(Topic<T> topic, Predicate<String> keys, BiConsumer<ConsumerRecord<String, byte[]>, T> sink) {
        read(topic, record -> {
            try {
                if (keys.test(record.key())) {
                    sink.accept(record, topic.codec().decode(record.value()));
                }
            } catch (UnreadableRecordException e) {
                LOG.debug("left out: {}", e.getMessage());
            }
        });
    }

    /**
     * Reads a topic; the records of a key come in their order.
     *
     * @throws IllegalStateException when Kafka does not answer
     */
    public void read(Topic<?> topic, Consumer<ConsumerRecord<String, byte[]>> sink) {
        KafkaReach.problem(bootstrapServers).ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
        Map<String, Object> settings = KafkaLogin.properties(
                bootstrapServers,
                Map.of("enable.auto.commit", false, "default.api.timeout.ms", Math.toIntExact(patience.toMillis())));
        try (SkippingConsumer<String, byte[]> consumer =
                new SkippingConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer(), range -> {})) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL).forEach(sink);
            }
        } catch (KafkaException e) {
            throw new IllegalStateException(KafkaReach.away(bootstrapServers, e.getMessage()), e);
        }
    }
}
