package io.gradwatch.fleet.live;

import io.gradwatch.topic.SkippingConsumer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Clients of the live tables. A damaged batch of a topic, or of the log of a table, is passed over, and so are
 * {@link UnreadableRows}: without that the threads would fail on it for ever. A row of a table that is lost so begins
 * anew with the next record of its run, without what the run declared before, and is counted a second time in its
 * groups.
 */
final class SkippingClients implements KafkaClientSupplier {

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new SkippingConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer(), range -> {});
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        Map<String, Object> reading = new HashMap<>(config);
        reading.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, UnreadableRows.class.getName());
        return getConsumer(reading);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }
}
