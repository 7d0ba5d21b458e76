package io.gradwatch.alerting.intake;

import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records that cannot be read aside: the original key and bytes, and in the headers where they stood and why.
 * Where the topic does not take them either, the log says where they stand; they stay in their own topic until its
 * retention.
 */
final class DeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String STAGE = "alerting-intake";
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MESSAGE_LENGTH = 1_000;

    /** A topic takes 16 MiB with the key and the headers; what is longer is cut, and says so in its headers. */
    private static final int MAX_KEY_BYTES = 64 << 10;

    private static final int MAX_VALUE_BYTES = 15 << 20;

    private final Map<String, Object> kafka;
    private Producer<byte[], byte[]> producer;

    DeadLetters(Map<String, Object> kafka) {
        this.kafka = Map.copyOf(kafka);
    }

    /** Puts a record aside and tells whether the dead-letter topic has it. */
    boolean put(ConsumerRecord<byte[], byte[]> record, Exception why) throws InterruptedException {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                Topics.ALERTS.deadLetterName(), cut(record.key(), MAX_KEY_BYTES), cut(record.value(), MAX_VALUE_BYTES));
        addReason(letter.headers(), record, why);
        if (letter.key() != record.key() || letter.value() != record.value()) {
            add(letter.headers(), "cut-from-bytes", record.serializedKeySize() + ", " + record.serializedValueSize());
        }
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

    private static void addReason(Headers headers, ConsumerRecord<byte[], byte[]> record, Exception why) {
        String message = String.valueOf(why.getMessage());
        add(headers, "topic", record.topic());
        add(headers, "partition", Integer.toString(record.partition()));
        add(headers, "offset", Long.toString(record.offset()));
        add(headers, "timestamp", Long.toString(record.timestamp()));
        add(headers, "stage", STAGE);
        add(headers, "error-class", why.getClass().getName());
        add(headers, "error-message", message.substring(0, Math.min(MESSAGE_LENGTH, message.length())));
    }

    private static byte[] cut(byte[] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add("dlq." + name, value.getBytes(StandardCharsets.UTF_8));
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
