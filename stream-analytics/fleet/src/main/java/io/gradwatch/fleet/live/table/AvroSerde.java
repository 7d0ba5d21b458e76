package io.gradwatch.fleet.live.table;

import io.gradwatch.admission.AdmissionRule;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Codecs of the schemas, as Kafka Streams wants them. */
final class AvroSerde {

    private AvroSerde() {}

    static <T> Serde<T> of(SingleObjectCodec<T> codec) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : codec.encode(value),
                (topic, bytes) -> bytes == null ? null : decoded(codec, bytes));
    }

    /** Reads the values of both topics that the tables are made of: telemetry and alerts. */
    static Serde<SpecificRecord> ofLog() {
        return Serdes.serdeFrom(
                (topic, value) -> {
                    throw new SerializationException("the fleet does not write to " + topic);
                },
                (topic, bytes) -> bytes == null ? null : decodedOfLog(topic, bytes));
    }

    private static SpecificRecord decodedOfLog(String topic, byte[] bytes) {
        if (topic.equals(Topics.ALERTS.name())) {
            Alert alert = decoded(Topics.ALERTS.codec(), bytes);
            requireShortId(alert.getRunId());
            return alert;
        }
        Telemetry telemetry = decoded(Topics.TELEMETRY.codec(), bytes);
        requireShortId(telemetry.getOrigin().getRunId());
        return telemetry;
    }

    /** Ids are keys of all tables, and detection refuses longer ones too. */
    private static void requireShortId(String runId) {
        if (runId.length() > AdmissionRule.RUN_ID_CHARACTERS) {
            throw new SerializationException(
                    "the run id has " + runId.length() + " characters, more than " + AdmissionRule.RUN_ID_CHARACTERS);
        }
    }

    private static <T> T decoded(SingleObjectCodec<T> codec, byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (UnreadableRecordException e) {
            throw new SerializationException(e.getMessage(), e);
        }
    }
}
