package io.gradwatch.fleet.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.files.HistoryDamage;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnreadableBatchesTest {

    private static final String TOPIC = "training.telemetry.v1";
    private static final TopicPartition ONE = new TopicPartition(TOPIC, 1);
    private static final TopicPartition TWELVE = new TopicPartition(TOPIC, 12);
    private static final TopicPartition OTHER = new TopicPartition("other." + TOPIC, 12);

    @Test
    void batchOfPartition12_passesNothingOverOfPartition1() {
        try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest")) {
            consumer.assign(List.of(ONE, OTHER, TWELVE));
            consumer.updateBeginningOffsets(Map.of(ONE, 100L, OTHER, 200L, TWELVE, 300L));
            consumer.seek(ONE, 100);
            consumer.seek(OTHER, 200);
            consumer.seek(TWELVE, 300);
            UnreadableBatches batches = new UnreadableBatches(new HistoryDamage());
            for (int poll = 0; poll < 3; poll++) {
                batches.failed(
                        consumer,
                        new KafkaException("Received exception when fetching the next record from " + TWELVE
                                + ". If needed, please seek past the record to continue consumption."));
            }
            assertThat(consumer.position(ONE)).isEqualTo(100);
            assertThat(consumer.position(OTHER)).isEqualTo(200);
            assertThat(consumer.position(TWELVE)).isEqualTo(301);
        }
    }
}
