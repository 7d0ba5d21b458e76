package io.gradwatch.topic;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.schema.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are small on the wire and large in memory, at a real broker. */
class PollBytesIT {

    private static final int LARGE = 3 << 20;
    private static final int ROUNDS = 5;
    private static final List<TopicPartition> BOTH =
            List.of(new TopicPartition(Topics.ALERTS.name(), 0), new TopicPartition(Topics.ALERTS.name(), 1));

    @TempDir
    private Path folder;

    private long longestPoll;
    private final List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();

    @Test
    void poll_handsOutABoundedNumberOfBytes_andEachRecordOnceInOrder() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            TopicSetup.createMissing(broker.bootstrapServers(), 2, (short) 1);
            int sent = fill(broker);
            try (SkippingConsumer<byte[], byte[]> consumer = new SkippingConsumer<>(
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "max.poll.records", 5_000),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer(),
                    range -> {})) {
                consumer.assign(BOTH);
                consumer.seekToBeginning(BOTH);
                await().atMost(PATIENCE).pollInSameThread().until(() -> {
                    take(consumer.poll(Duration.ofMillis(100)));
                    return read.size() >= sent;
                });
                take(consumer.poll(Duration.ofMillis(100)));
                assertThat(StalledFetches.fetchedBy(consumer))
                        .as("answers to fetches, and records, of a real consumer")
                        .isGreaterThan(sent);
                assertThat(StalledFetches.answersTo(consumer)).isPositive();
            }
            for (TopicPartition partition : BOTH) {
                assertThat(read)
                        .filteredOn(record -> record.partition() == partition.partition())
                        .extracting(ConsumerRecord::offset)
                        .containsExactlyElementsOf(
                                LongStream.range(0, sent / BOTH.size()).boxed().toList());
            }
        }
        assertThat(longestPoll).isBetween((long) LARGE, (long) PollBytes.MOST + 4L * LARGE);
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        records.forEach(read::add);
        longestPoll = Math.max(
                longestPoll,
                read.subList(read.size() - records.count(), read.size()).stream()
                        .mapToLong(record -> size(record.key()) + size(record.value()))
                        .sum());
    }

    private static long size(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** Large values, large keys, neither, and a record that is larger than a poll may be. */
    private static int fill(EmbeddedBroker broker) {
        int sent = 0;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "compression.type",
                        "gzip",
                        "max.request.size",
                        16 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < ROUNDS; i++) {
                for (TopicPartition partition : BOTH) {
                    List<ProducerRecord<byte[], byte[]>> round = List.of(
                            record(partition, null, new byte[LARGE]),
                            record(partition, new byte[1], new byte[LARGE]),
                            record(partition, new byte[LARGE], null),
                            record(partition, null, null),
                            record(partition, new byte[LARGE], new byte[3 * LARGE]),
                            record(partition, new byte[0], new byte[0]));
                    round.forEach(producer::send);
                    sent += round.size();
                }
            }
        }
        return sent;
    }

    private static ProducerRecord<byte[], byte[]> record(TopicPartition partition, byte[] key, byte[] value) {
        return new ProducerRecord<>(partition.topic(), partition.partition(), key, value);
    }
}
