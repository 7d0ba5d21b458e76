package io.gradwatch.fleet.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PacedFetchesTest {

    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    @Test
    void pauseIsNotOver_whatIsLeftOfItIsWaited() {
        PacedFetches fetches = fetches();
        long last = System.nanoTime();

        assertThat(fetches.left(last + PAUSE.toNanos() / 2)).isBetween(0L, PAUSE.toNanos());
        assertThat(fetches.left(last + 2 * PAUSE.toNanos())).isNegative();
    }

    @Test
    void nothingOrMuchCame_noPause() {
        PacedFetches fetches = fetches();

        // A pause would last ten minutes.
        assertThat(fetches.onConsume(records(0)).count()).isZero();
        assertThat(fetches.onConsume(records(500)).count()).isEqualTo(500);
    }

    @Test
    void properties_nameAClassThatKafkaCanMake() throws ReflectiveOperationException {
        Map<String, Object> properties = PacedFetches.properties(Duration.ofMillis(20), "main.consumer.");

        Object name = properties.get("main.consumer." + ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        assertThat(Class.forName((String) name).getConstructor().newInstance()).isInstanceOf(PacedFetches.class);
        assertThat(properties.get("main.consumer." + ConsumerConfig.FETCH_MIN_BYTES_CONFIG))
                .isEqualTo(1);
    }

    private static PacedFetches fetches() {
        PacedFetches fetches = new PacedFetches();
        fetches.configure(PacedFetches.properties(PAUSE));
        return fetches;
    }

    private static ConsumerRecords<Object, Object> records(int count) {
        List<ConsumerRecord<Object, Object>> records = IntStream.range(0, count)
                .mapToObj(offset -> new ConsumerRecord<Object, Object>("topic", 0, offset, null, "value"))
                .toList();
        return new ConsumerRecords<>(count == 0 ? Map.of() : Map.of(PARTITION, records), Map.of());
    }
}
