package io.gradwatch.detection.job.kafka;

import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes a pulse, given as number and value, to the partition with that number. */
final class PulseWriter implements KafkaRecordSerializationSchema<Tuple2<Integer, byte[]>> {

    private static final long serialVersionUID = 1L;
    private static final byte[] KEY = RunIds.PULSE.getBytes(StandardCharsets.UTF_8);

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Tuple2<Integer, byte[]> pulse, KafkaSinkContext context, Long timestamp) {
        return new ProducerRecord<>(Topics.TELEMETRY.name(), pulse.f0, KEY, pulse.f1);
    }
}
