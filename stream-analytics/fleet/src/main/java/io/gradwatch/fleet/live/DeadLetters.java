package io.gradwatch.fleet.live;

import io.gradwatch.schema.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records that cannot be read aside, with the reason in the headers, and goes on (KIP-1034). The letter is written
 * in the same transaction as the place up to which the topic is read.
 */
public final class DeadLetters implements DeserializationExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MESSAGE_CHARACTERS = 1_000;

    /** A topic takes 16 MiB with the key and the headers; what is longer is cut, and says so in its headers. */
    private static final int MAX_KEY_BYTES = 64 << 10;

    private static final int MAX_VALUE_BYTES = 15 << 20;

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public Response handleError(ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception error) {
        LOG.warn(
                "{}-{} offset {} cannot be read and goes to {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                Topic.deadLetterName(record.topic()),
                error.getMessage());
        return Response.resume(List.of(letter(record, error)));
    }

    private static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> record, Exception error) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                Topic.deadLetterName(record.topic()),
                cut(record.key(), MAX_KEY_BYTES),
                cut(record.value(), MAX_VALUE_BYTES));
        Throwable cause = error.getCause() == null ? error : error.getCause();
        String message = String.valueOf(cause.getMessage());
        Headers headers = letter.headers();
        add(headers, "topic", record.topic());
        add(headers, "partition", Integer.toString(record.partition()));
        add(headers, "offset", Long.toString(record.offset()));
        add(headers, "timestamp", Long.toString(record.timestamp()));
        add(headers, "stage", "fleet");
        add(headers, "error-class", cause.getClass().getName());
        add(headers, "error-message", message.substring(0, Math.min(MESSAGE_CHARACTERS, message.length())));
        if (letter.key() != record.key() || letter.value() != record.value()) {
            add(headers, "cut-from-bytes", record.serializedKeySize() + ", " + record.serializedValueSize());
        }
        return letter;
    }

    private static byte[] cut(byte[] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add("dlq." + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
