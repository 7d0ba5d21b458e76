package io.gradwatch.topic;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log whose bytes change on the disk of a real broker. */
class SkippingConsumerIT {

    private static final int RECORDS_A_BATCH = 20;
    private static final TopicPartition DAMAGED = new TopicPartition(Topics.ALERTS.name(), 0);
    private static final TopicPartition WHOLE = new TopicPartition(Topics.ALERTS.name(), 1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"none", "zstd"})
    void damagedBatch_isPassedOver_andNoOtherRecordIsMissed(String compression) throws Exception {
        List<String> read = new ArrayList<>();
        List<DamagedRange> found = new ArrayList<>();
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            TopicSetup.createMissing(broker.bootstrapServers(), 2, (short) 1);
            long damagedAt = fill(broker, compression);
            flipByte(folder.resolve(DAMAGED + "/00000000000000000000.log"), damagedAt);
            try (SkippingConsumer<byte[], byte[]> consumer = new SkippingConsumer<>(
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "max.poll.records", 7),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer(),
                    found::add)) {
                consumer.assign(List.of(DAMAGED, WHOLE));
                consumer.seekToBeginning(List.of(DAMAGED, WHOLE));
                await().atMost(PATIENCE).pollInSameThread().until(() -> {
                    consumer.poll(Duration.ofMillis(100))
                            .forEach(record -> read.add(new String(record.value(), UTF_8)));
                    return read.size() >= 5 * RECORDS_A_BATCH;
                });
                consumer.poll(Duration.ofMillis(100));
            }
        }
        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(
                        List.of("0 first", "0 third", "1 first", "1 second", "1 third").stream()
                                .flatMap(batch ->
                                        IntStream.range(0, RECORDS_A_BATCH).mapToObj(i -> batch + " " + i))
                                .toList());
        assertThat(found).containsExactly(new DamagedRange(DAMAGED, RECORDS_A_BATCH, 2 * RECORDS_A_BATCH));
    }

    /** Three batches for each partition; where in its log the second of the first partition ends. */
    private long fill(EmbeddedBroker broker, String compression) throws Exception {
        long end = 0;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "linger.ms",
                        "10000",
                        "compression.type",
                        compression),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String batch : List.of("first", "second", "third")) {
                for (TopicPartition partition : List.of(DAMAGED, WHOLE)) {
                    for (int i = 0; i < RECORDS_A_BATCH; i++) {
                        byte[] value = (partition.partition() + " " + batch + " " + i).getBytes(UTF_8);
                        producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, value));
                    }
                }
                producer.flush();
                if (batch.equals("second")) {
                    end = folder.resolve(DAMAGED + "/00000000000000000000.log")
                            .toFile()
                            .length();
                }
            }
        }
        return end;
    }

    /** The last byte before a place: of the records of a batch, as its head is in front. */
    private static void flipByte(Path log, long end) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(end - 1);
            int before = file.read();
            file.seek(end - 1);
            file.write(before ^ 0x20);
        }
    }
}
