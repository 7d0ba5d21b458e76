package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The baseline: polls the telemetry topic from its beginning to its end and decodes every record, in one thread. */
final class PlainConsumer {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final ScratchKafka kafka;

    PlainConsumer(ScratchKafka kafka) {
        this.kafka = kafka;
    }

    Round read() throws UnreadableRecordException {
        List<TopicPartition> partitions = ScratchKafka.partitionsOf(Topics.TELEMETRY.name());
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(Map.of())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long left = ends.values().stream().mapToLong(Long::longValue).sum();
            long records = left;
            StopWatch watch = null;
            while (left > 0) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                watch = watch == null ? new StopWatch() : watch;
                left -= decode(polled);
            }
            return watch.stop(records);
        }
    }

    private static int decode(ConsumerRecords<byte[], byte[]> polled) throws UnreadableRecordException {
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            if (Topics.TELEMETRY.codec().decode(record.value()) == null) {
                throw new IllegalStateException("a record decoded to nothing");
            }
        }
        return polled.count();
    }
}
