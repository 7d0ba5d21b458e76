package io.gradwatch.standalone.catalogue;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.detection.engine.settings.OverrideTable;
import io.gradwatch.schema.DetectorOverrides;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.service.KafkaReach;
import io.gradwatch.standalone.stream.TopicReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads and writes the settings of projects and runs. The last write counts. */
final class SettingsTopic {

    private static final int ANSWER_MILLIS = 8_000;

    private final String bootstrapServers;

    SettingsTopic(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Settings under a key; empty where there are none.
     *
     * @throws IllegalStateException when Kafka does not answer, or what is set cannot be read
     */
    DetectorOverrides read(String key) {
        byte[][] last = new byte[1][];
        new TopicReader(bootstrapServers).read(Topics.SETTINGS, record -> {
            if (key.equals(record.key())) {
                last[0] = record.value();
            }
        });
        try {
            return last[0] == null ? new DetectorOverrides(Map.of(), List.of()) : OverrideTable.read(last[0]);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("what is set for " + key + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Sets this and nothing else under a key, and returns when Kafka has it.
     *
     * @throws IllegalStateException when Kafka does not take it
     */
    void write(String key, DetectorOverrides overrides) {
        boolean nothing =
                overrides.getValues().isEmpty() && overrides.getDisabled().isEmpty();
        byte[] value = nothing ? null : Topics.SETTINGS.codec().encode(overrides);
        Map<String, Object> settings = KafkaLogin.properties(
                bootstrapServers,
                Map.of(
                        "acks",
                        "all",
                        "max.block.ms",
                        ANSWER_MILLIS,
                        "delivery.timeout.ms",
                        ANSWER_MILLIS,
                        "request.timeout.ms",
                        ANSWER_MILLIS - 1_000,
                        "linger.ms",
                        0));
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.SETTINGS.name(), key, value))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing settings", e);
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(KafkaReach.away(bootstrapServers, cause.getMessage()), e);
        }
    }
}
