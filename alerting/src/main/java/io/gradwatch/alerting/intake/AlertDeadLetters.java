package io.gradwatch.alerting.intake;

import io.gradwatch.schema.DeadLetterRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records that cannot be read aside: the original key and bytes, and in the headers where they stood and why.
 * Where the topic does not take them either, the log says where they stand; they stay in their own topic until its
 * retention.
 */
final class AlertDeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertDeadLetters.class);
    private static final String STAGE = "alerting-intake";
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Map<String, Object> kafka;
    private Producer<byte[], byte[]> producer;

    AlertDeadLetters(Map<String, Object> kafka) {
        this.kafka = Map.copyOf(kafka);
    }

    /** Puts a record aside and tells whether the dead-letter topic has it. */
    boolean put(ConsumerRecord<byte[], byte[]> record, Exception why) throws InterruptedException {
        ProducerRecord<byte[], byte[]> letter = DeadLetterRecord.of(record, STAGE, why);
        try {
            producer().send(letter).get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            LOG.warn("{} cannot be read and went to {}: {}", place(record), letter.topic(), why.getMessage());
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.error("{} cannot be read ({}), nor put aside: {}", place(record), why.getMessage(), e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close();
        }
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + " offset " + record.offset();
    }

    private Producer<byte[], byte[]> producer() {
        if (producer == null) {
            Map<String, Object> settings = new HashMap<>(kafka);
            settings.put(ProducerConfig.ACKS_CONFIG, "all");
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
            settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
            settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
            settings.put(ProducerConfig.CLIENT_ID_CONFIG, "gradwatch-alerting-dlq");
            producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }
}
