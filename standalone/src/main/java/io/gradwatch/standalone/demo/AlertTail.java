package io.gradwatch.standalone.demo;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the topic of alerts from its beginning, in a thread of its own. */
final class AlertTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertTail.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<Alert> listener;
    private final Thread thread = new Thread(this::follow, "gradwatch-alert-tail");

    /**
     * @param bootstrapServers of the Kafka cluster
     * @param listener gets every transition, in the order of the topic, in the tail's thread
     */
    AlertTail(String bootstrapServers, Consumer<Alert> listener) {
        this.listener = listener;
        this.consumer = new KafkaConsumer<>(
                KafkaLogin.properties(bootstrapServers), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
    }

    private void follow() {
        try (consumer) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.ALERTS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(this::tell);
            }
        } catch (WakeupException e) {
            LOG.debug("the tail of the alerts was closed");
        }
    }

    private void tell(ConsumerRecord<byte[], byte[]> record) {
        try {
            listener.accept(Topics.ALERTS.codec().decode(record.value()));
        } catch (UnreadableRecordException e) {
            LOG.warn("an alert at {} offset {} cannot be read: {}", record.topic(), record.offset(), e.getMessage());
        }
    }
}
