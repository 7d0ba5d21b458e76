package io.gradwatch.agent.djl;

import static org.awaitility.Awaitility.await;

import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All telemetry in Kafka. */
final class TelemetryTopic {
    private final String bootstrapServers;

    TelemetryTopic(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** The events of a run, once it has ended. */
    List<Object> eventsOfEnded(String runId) {
        List<Object> events = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(Topics.TELEMETRY.name(), 0)));
            await().atMost(Duration.ofSeconds(60)).pollInSameThread().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> add(record, runId, events));
                return !events.isEmpty() && events.get(events.size() - 1) instanceof RunEnded;
            });
        }
        return events;
    }

    private static void add(ConsumerRecord<byte[], byte[]> record, String runId, List<Object> events) {
        try {
            Telemetry telemetry = Topics.TELEMETRY.codec().decode(record.value());
            if (telemetry.getOrigin().getRunId().equals(runId)) {
                events.add(telemetry.getEvent());
            }
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    static <T> List<T> only(Class<T> type, List<Object> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
