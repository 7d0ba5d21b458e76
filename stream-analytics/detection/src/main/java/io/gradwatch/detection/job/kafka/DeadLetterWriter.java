package io.gradwatch.detection.job.kafka;

import io.gradwatch.schema.DeadLetterRecord;
import io.gradwatch.schema.DeadLetterRecord.Place;
import io.gradwatch.schema.DeadLetterRecord.Reason;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes a dead letter as {@link DeadLetterRecord} makes it. */
final class DeadLetterWriter implements KafkaRecordSerializationSchema<DeadLetter> {

    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(DeadLetter letter, KafkaSinkContext context, Long timestamp) {
        return DeadLetterRecord.of(
                new Place(letter.topic, letter.partition, letter.offset, letter.timestampMillis),
                letter.key,
                letter.value,
                new Reason(letter.stage, letter.errorClass, letter.errorMessage));
    }
}
