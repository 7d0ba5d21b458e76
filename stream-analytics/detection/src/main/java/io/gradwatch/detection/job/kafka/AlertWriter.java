package io.gradwatch.detection.job.kafka;

import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes an alert under the id of its run, so that the transitions of a run stay in order. */
final class AlertWriter implements KafkaRecordSerializationSchema<EncodedAlert> {

    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(EncodedAlert alert, KafkaSinkContext context, Long timestamp) {
        return new ProducerRecord<>(Topics.ALERTS.name(), alert.runId.getBytes(StandardCharsets.UTF_8), alert.value);
    }
}
