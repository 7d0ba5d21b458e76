package io.gradwatch.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DamagedBatchesTest {

    private static final String TOPIC = "training.telemetry.v1";
    private static final TopicPartition ONE = new TopicPartition(TOPIC, 1);
    private static final TopicPartition TWELVE = new TopicPartition(TOPIC, 12);
    private static final TopicPartition OTHER = new TopicPartition("other." + TOPIC, 12);

    private final List<DamagedRange> found = new ArrayList<>();
    private final DamagedBatches batches = new DamagedBatches(found::add);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @BeforeEach
    void assign() {
        consumer.assign(List.of(ONE, OTHER, TWELVE));
        consumer.updateBeginningOffsets(Map.of(ONE, 100L, OTHER, 200L, TWELVE, 300L));
        consumer.updateEndOffsets(Map.of(ONE, 1000L, OTHER, 1000L, TWELVE, 1000L));
        consumer.seek(ONE, 100);
        consumer.seek(OTHER, 200);
        consumer.seek(TWELVE, 300);
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void batchOfPartition12_passesNothingOverOfPartition1() {
        refuse(TWELVE, 3);
        assertThat(consumer.position(ONE)).isEqualTo(100);
        assertThat(consumer.position(OTHER)).isEqualTo(200);
        assertThat(consumer.position(TWELVE)).isEqualTo(301);
    }

    @Test
    void recordsOfOtherPartitionsBetween_doNotBeginTheTriesAnew() {
        for (int offset = 0; offset < 5; offset++) {
            refuse(TWELVE, offset == 0 ? 3 : 1);
            poll(ONE, 100 + offset);
        }
        assertThat(consumer.position(TWELVE)).isEqualTo(305);
        assertThat(found).isEmpty();
        poll(TWELVE, 305);
        assertThat(found).containsExactly(new DamagedRange(TWELVE, 300, 305));
    }

    @Test
    void secondDamagedBatchLater_isTriedAgainFirst() {
        refuse(TWELVE, 4);
        poll(TWELVE, 302);
        refuse(TWELVE, 2);
        assertThat(consumer.position(TWELVE)).isEqualTo(303);
        refuse(TWELVE, 1);
        assertThat(consumer.position(TWELVE)).isEqualTo(304);
        poll(TWELVE, 304);
        assertThat(found).containsExactly(new DamagedRange(TWELVE, 300, 302), new DamagedRange(TWELVE, 303, 304));
    }

    @Test
    void problemsOfOtherKinds_areNoDamage() {
        assertThat(batches.refused(consumer, new NoOffsetForPartitionException(TWELVE)))
                .isFalse();
        assertThat(batches.refused(consumer, new KafkaException("Failed to construct kafka consumer")))
                .isFalse();
        assertThat(consumer.position(TWELVE)).isEqualTo(300);
    }

    private void refuse(TopicPartition partition, int times) {
        KafkaException problem = new KafkaException("Received exception when fetching the next record from " + partition
                + ". If needed, please seek past the record to continue consumption.");
        for (int poll = 0; poll < times; poll++) {
            assertThat(batches.refused(consumer, problem)).isTrue();
        }
    }

    private void poll(TopicPartition partition, long offset) {
        consumer.addRecord(
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
        consumer.poll(java.time.Duration.ZERO);
        batches.polled(consumer);
    }
}
