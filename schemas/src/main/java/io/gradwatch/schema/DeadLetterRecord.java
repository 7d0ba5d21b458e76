package io.gradwatch.schema;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An unusable record, on its way to the dead letters of its topic: the original key and value, and headers with its
 * place and the reason.
 *
 * <p>A record that is longer than Kafka accepts is cut, and a header says so: the producer would refuse it, and the
 * service would fail again after every restart. The whole record can still be read at its place in the source topic.
 */
public final class DeadLetterRecord {

    /** Name of its topic. */
    public static final String SOURCE_TOPIC = "dlq.topic";

    /** Its partition. */
    public static final String SOURCE_PARTITION = "dlq.partition";

    /** Its offset there. */
    public static final String SOURCE_OFFSET = "dlq.offset";

    /** Time of appending there, milliseconds since 1970-01-01 UTC. */
    public static final String SOURCE_TIMESTAMP = "dlq.timestamp";

    /** Stage at which the record failed. */
    public static final String STAGE = "dlq.stage";

    /** Class of the exception, or of the refusal. */
    public static final String ERROR_CLASS = "dlq.error-class";

    /** Reason in words. */
    public static final String ERROR_MESSAGE = "dlq.error-message";

    /** Only on a record that was cut: bytes of the original key and value. */
    public static final String CUT_FROM = "dlq.cut-from-bytes";

    /** A topic takes 16 MiB with the key and the headers. */
    public static final int MAX_KEY_BYTES = 64 << 10;

    /** See {@link #MAX_KEY_BYTES}. */
    public static final int MAX_VALUE_BYTES = 15 << 20;

    private static final int MESSAGE_CHARACTERS = 1_000;

    private DeadLetterRecord() {}

    /**
     * Place of a record in its topic.
     *
     * @param timestampMillis time of appending, milliseconds since 1970-01-01 UTC
     */
    public record Place(String topic, int partition, long offset, long timestampMillis) {}

    /**
     * Reason why a record cannot be used.
     *
     * @param stage at which it failed
     * @param errorClass class of the exception, or of the refusal
     */
    public record Reason(String stage, String errorClass, String message) {}

    /** Dead letter of a consumer's record; it keeps at most 1,000 characters of the message. */
    public static ProducerRecord<byte[], byte[]> of(
            ConsumerRecord<byte[], byte[]> record, String stage, Throwable why) {
        String message = String.valueOf(why.getMessage());
        return of(
                new Place(record.topic(), record.partition(), record.offset(), record.timestamp()),
                record.key(),
                record.value(),
                new Reason(
                        stage,
                        why.getClass().getName(),
                        message.substring(0, Math.min(MESSAGE_CHARACTERS, message.length()))));
    }

    /** Dead letter of a key and a value, each of which may be null. */
    public static ProducerRecord<byte[], byte[]> of(Place place, byte[] key, byte[] value, Reason reason) {
        byte[] cutKey = cut(key, MAX_KEY_BYTES);
        byte[] cutValue = cut(value, MAX_VALUE_BYTES);
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topic.deadLetterName(place.topic), null, null, cutKey, cutValue);
        header(letter, SOURCE_TOPIC, place.topic);
        header(letter, SOURCE_PARTITION, Integer.toString(place.partition));
        header(letter, SOURCE_OFFSET, Long.toString(place.offset));
        header(letter, SOURCE_TIMESTAMP, Long.toString(place.timestampMillis));
        header(letter, STAGE, reason.stage);
        header(letter, ERROR_CLASS, reason.errorClass);
        header(letter, ERROR_MESSAGE, reason.message);
        if (cutKey != key || cutValue != value) {
            header(letter, CUT_FROM, length(key) + ", " + length(value));
        }
        return letter;
    }

    private static byte[] cut(byte[] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
