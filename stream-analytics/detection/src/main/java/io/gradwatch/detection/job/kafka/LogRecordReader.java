package io.gradwatch.detection.job.kafka;

import io.gradwatch.schema.UnreadableRecordException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records as they are: only the key is read, since the next step is to go there. */
final class LogRecordReader implements KafkaRecordDeserializationSchema<LogRecord> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> consumed, Collector<LogRecord> out) {
        LogRecord result = new LogRecord();
        try {
            result.runId = RunIds.read(consumed.key());
        } catch (UnreadableRecordException e) {
            result.unusableKey = consumed.key();
        }
        result.value = consumed.value();
        result.timestampMillis = consumed.timestamp();
        result.partition = consumed.partition();
        result.offset = consumed.offset();
        out.collect(result);
    }

    @Override
    public TypeInformation<LogRecord> getProducedType() {
        return LogRecordType.INSTANCE;
    }
}
