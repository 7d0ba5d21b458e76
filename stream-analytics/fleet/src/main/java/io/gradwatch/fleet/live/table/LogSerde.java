package io.gradwatch.fleet.live.table;

import io.gradwatch.schema.Topics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Reads the values of both topics that the tables are made of: telemetry and alerts. */
final class LogSerde {

    private LogSerde() {}

    static Serde<SpecificRecord> create() {
        return Serdes.serdeFrom(
                (topic, value) -> {
                    throw new SerializationException("the fleet does not write to " + topic);
                },
                (topic, bytes) -> bytes == null ? null : decoded(topic, bytes));
    }

    private static SpecificRecord decoded(String topic, byte[] bytes) {
        return topic.equals(Topics.ALERTS.name())
                ? AvroSerde.decoded(Topics.ALERTS.codec(), bytes)
                : AvroSerde.decoded(Topics.TELEMETRY.codec(), bytes);
    }
}
