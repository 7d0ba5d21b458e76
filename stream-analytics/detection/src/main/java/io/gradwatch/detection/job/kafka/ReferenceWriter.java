package io.gradwatch.detection.job.kafka;

import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes what a run reached under its id: written again after a failure, it is the same record of the same key. */
final class ReferenceWriter implements KafkaRecordSerializationSchema<EncodedReference> {

    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(EncodedReference reference, KafkaSinkContext context, Long time) {
        byte[] key = reference.runId.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(Topics.REFERENCES.name(), key, reference.value);
    }
}
