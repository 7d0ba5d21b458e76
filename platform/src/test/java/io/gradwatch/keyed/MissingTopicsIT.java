package io.gradwatch.keyed;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A follower that begins before its topics are there. */
class MissingTopicsIT {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final KeyedReader.Sources SOURCES =
            new KeyedReader.Sources(List.of(Topics.SILENCES), List.of(Topics.NOTES));

    /** More than one poll hands out. */
    private static final int RECORDS = 1_200;

    @RegisterExtension
    final TestKafka kafka = TestKafka.withoutTopics();

    private final AtomicInteger readers = new AtomicInteger();

    @Test
    void topicsThatComeLater_areReadByTheSameReader_andToldOfWhole() {
        try (KeyedFollower<Set<String>> follower = new KeyedFollower<>(kafka.properties(), settings -> {
            readers.incrementAndGet();
            return new KeyedReader<>(settings, SOURCES, new Keys(), problem -> {});
        })) {
            for (int i = 0; i < 3; i++) {
                follower.poll(POLL);
            }
            assertThat(follower.trouble()).contains("Kafka has no topic " + Topics.SILENCES.name());

            kafka.createTopics(1);
            for (int i = 0; i < RECORDS; i++) {
                kafka.send(Topics.SILENCES.name(), "key-" + i, new byte[1]);
            }
            Optional<Set<String>> first = await().atMost(PATIENCE)
                    .until(
                            () -> follower.poll(POLL),
                            news -> !news.orElse(Set.of()).isEmpty());

            assertThat(first.orElseThrow()).hasSize(RECORDS);
            assertThat(follower.trouble()).isEmpty();
            assertThat(readers).hasValue(1);
        }
    }

    /** The keys that have a value. */
    private static final class Keys implements KeyedTables<Set<String>> {

        private final Set<String> keys = new HashSet<>();

        @Override
        public void put(String topic, String key, byte[] value) {
            keys.add(key);
        }

        @Override
        public void remove(String topic, String key) {
            keys.remove(key);
        }

        @Override
        public Set<String> snapshot() {
            return Set.copyOf(keys);
        }
    }
}
