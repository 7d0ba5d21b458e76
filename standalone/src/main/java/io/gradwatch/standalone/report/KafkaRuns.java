package io.gradwatch.standalone.report;

import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what runs have sent so far from the telemetry topic: everything up to its end at the beginning. */
final class KafkaRuns {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRuns.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int ANSWER_MILLIS = 15_000;

    private final String bootstrapServers;

    KafkaRuns(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * The errors of runs, in the order in which they are asked for; a run without a record has none.
     *
     * @throws IllegalStateException when Kafka does not answer
     */
    Map<String, RunErrors> read(List<String> runIds) {
        Map<String, RunErrors> runs = new LinkedHashMap<>();
        runIds.forEach(id -> runs.put(id, new RunErrors()));
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "enable.auto.commit", false,
                "default.api.timeout.ms", ANSWER_MILLIS);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.TELEMETRY.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL).forEach(record -> take(runs.get(record.key()), record));
            }
        } catch (KafkaException e) {
            throw new IllegalStateException("Kafka at " + bootstrapServers + " does not answer: " + e.getMessage(), e);
        }
        return runs;
    }

    /** What cannot be read is with detection's dead letters, and no error of the run. */
    private static void take(RunErrors run, ConsumerRecord<String, byte[]> record) {
        if (run == null) {
            return;
        }
        try {
            run.take(Topics.TELEMETRY.codec().decode(record.value()));
        } catch (UnreadableRecordException e) {
            LOG.debug("left out: {}", e.getMessage());
        }
    }
}
