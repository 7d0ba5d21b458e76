package io.gradwatch.detection.job;

import io.gradwatch.schema.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes a dead letter: the original key and value, the reason in the headers.
 *
 * <p>What is longer than Kafka would take is cut, and says so: a record that the producer refuses would fail the job,
 * and the job would meet it again after every restart. The whole record can still be read at its place in the source
 * topic, which the headers name.
 */
final class DeadLetterWriter implements KafkaRecordSerializationSchema<DeadLetter> {

    static final String SOURCE_TOPIC = "dlq.topic";
    static final String SOURCE_PARTITION = "dlq.partition";
    static final String SOURCE_OFFSET = "dlq.offset";
    static final String SOURCE_TIMESTAMP = "dlq.timestamp";
    static final String STAGE = "dlq.stage";
    static final String ERROR_CLASS = "dlq.error-class";
    static final String ERROR_MESSAGE = "dlq.error-message";

    /** Only on a record that was cut: bytes of the original key and value. */
    static final String CUT_FROM = "dlq.cut-from-bytes";

    static final int MAX_KEY_BYTES = 64 << 10;
    static final int MAX_VALUE_BYTES = 15 << 20;

    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(DeadLetter letter, KafkaSinkContext context, Long timestamp) {
        byte[] key = cut(letter.key, MAX_KEY_BYTES);
        byte[] value = cut(letter.value, MAX_VALUE_BYTES);
        ProducerRecord<byte[], byte[]> written =
                new ProducerRecord<>(Topic.deadLetterName(letter.topic), null, null, key, value);
        header(written, SOURCE_TOPIC, letter.topic);
        header(written, SOURCE_PARTITION, Integer.toString(letter.partition));
        header(written, SOURCE_OFFSET, Long.toString(letter.offset));
        header(written, SOURCE_TIMESTAMP, Long.toString(letter.timestampMillis));
        header(written, STAGE, letter.stage);
        header(written, ERROR_CLASS, letter.errorClass);
        header(written, ERROR_MESSAGE, letter.errorMessage);
        if (length(key) != length(letter.key) || length(value) != length(letter.value)) {
            header(written, CUT_FROM, length(letter.key) + ", " + length(letter.value));
        }
        return written;
    }

    private static byte[] cut(byte[] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void header(ProducerRecord<byte[], byte[]> written, String name, String value) {
        written.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
