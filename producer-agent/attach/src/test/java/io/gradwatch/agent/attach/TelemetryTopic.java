package io.gradwatch.agent.attach;

import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** All telemetry in Kafka, in the order of the log. */
final class TelemetryTopic implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Telemetry> read = new ArrayList<>();

    TelemetryTopic(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition(Topics.TELEMETRY.name(), 0)));
    }

    /** What there is of a run, once it is what the condition asks for. */
    List<Telemetry> await(String runId, Predicate<List<Telemetry>> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    poll();
                    return condition.test(of(runId));
                });
        return of(runId);
    }

    private void poll() throws UnreadableRecordException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            read.add(Topics.TELEMETRY.codec().decode(record.value()));
        }
    }

    private List<Telemetry> of(String runId) {
        return read.stream()
                .filter(telemetry -> telemetry.getOrigin().getRunId().equals(runId))
                .toList();
    }

    static List<Long> sequences(List<Telemetry> records) {
        return records.stream().map(record -> record.getOrigin().getSequence()).toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
