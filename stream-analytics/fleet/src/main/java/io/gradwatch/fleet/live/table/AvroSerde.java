package io.gradwatch.fleet.live.table;

import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.UnreadableRecordException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A codec of the schemas, as Kafka Streams wants it. */
final class AvroSerde {

    private AvroSerde() {}

    static <T> Serde<T> of(SingleObjectCodec<T> codec) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : codec.encode(value),
                (topic, bytes) -> bytes == null ? null : decoded(codec, bytes));
    }

    static <T> T decoded(SingleObjectCodec<T> codec, byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (UnreadableRecordException e) {
            throw new SerializationException(e.getMessage(), e);
        }
    }
}
