package io.gradwatch.keyed;

import io.gradwatch.schema.Topic;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.topic.SkippingConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads topics from their beginning into tables, and follows them. Opens nothing before the first {@link #poll}. A
 * record that cannot be read, or breaks a rule, has no value; the caller gets its problem. A missing topic is looked
 * for now and then, and is as if it were empty until then. Not thread-safe. After a {@link KafkaException} it is to be
 * closed, and another one made.
 *
 * @param <S> all values at one moment
 */
public final class KeyedReader<S> implements AutoCloseable {

    private static final int ANSWER_MILLIS = 8_000;
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(1);

    /** From one look for a missing topic to the next. Own choice. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Map<String, Object> kafka;
    private final Sources sources;
    private final KeyedTables<S> tables;
    private final Consumer<String> unreadable;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private SkippingConsumer<String, byte[]> consumer;
    private S snapshot;
    private boolean complete;
    private long lookedNanos;

    /**
     * Topics to read.
     *
     * @param needed that every Kafka of this release has
     * @param optional that the others are used without
     */
    public record Sources(List<Topic<?>> needed, List<Topic<?>> optional) {}

    /**
     * @param kafka properties of the client, at least {@code bootstrap.servers}
     * @param tables empty ones, for the records
     * @param unreadable takes a sentence about each record that has no value because of a fault, with its place
     */
    public KeyedReader(Map<String, Object> kafka, Sources sources, KeyedTables<S> tables, Consumer<String> unreadable) {
        this.kafka = Map.copyOf(kafka);
        this.sources = sources;
        this.tables = tables;
        this.unreadable = unreadable;
        this.snapshot = tables.snapshot();
    }

    /**
     * Takes what has come.
     *
     * @param patience longest wait for records
     * @return true where {@link #snapshot} may have changed
     * @throws KafkaException when Kafka does not answer
     */
    public boolean poll(Duration patience) {
        if (consumer == null) {
            connect();
        }
        if (System.nanoTime() - lookedNanos >= LOOK_AGAIN.toNanos()) {
            lookForMissing();
        }
        boolean changed = false;
        if (!ends.isEmpty()) {
            ConsumerRecords<String, byte[]> records = consumer.poll(patience);
            records.forEach(this::take);
            changed = !records.isEmpty();
        }
        if (!complete && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            complete = true;
            changed = true;
        }
        if (changed) {
            snapshot = tables.snapshot();
        }
        return changed;
    }

    /** True where everything was read that the topics held when they were found. */
    public boolean isComplete() {
        return complete;
    }

    /** True where no topic is there: a poll does not wait then. */
    public boolean isIdle() {
        return ends.isEmpty();
    }

    /** Needed topics that Kafka did not have when they were last looked for. */
    public List<String> missingTopics() {
        return namesOf(sources.needed());
    }

    /** Optional topics that Kafka did not have when they were last looked for. */
    public List<String> missingOptionalTopics() {
        return namesOf(sources.optional());
    }

    /** All that was read so far. */
    public S snapshot() {
        return snapshot;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(PATIENCE_AT_CLOSE));
        }
    }

    private List<String> namesOf(List<Topic<?>> topics) {
        return topics.stream().map(Topic::name).filter(missing::contains).toList();
    }

    private void connect() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        consumer = new SkippingConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer(), range -> {});
        all().forEach(this::follow);
        lookedNanos = System.nanoTime();
    }

    private void lookForMissing() {
        all().filter(topic -> missing.contains(topic.name())).forEach(this::follow);
        lookedNanos = System.nanoTime();
    }

    private Stream<Topic<?>> all() {
        return Stream.concat(sources.needed().stream(), sources.optional().stream());
    }

    /** Reads a topic from its beginning, beside what is read already. */
    private void follow(Topic<?> topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic.name());
        if (found == null || found.isEmpty()) {
            missing.add(topic.name());
            return;
        }
        List<TopicPartition> added = found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
        assigned.addAll(added);
        consumer.assign(assigned);
        consumer.seekToBeginning(added);
        ends.putAll(consumer.endOffsets(added));
        missing.remove(topic.name());
        complete = false;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() != null) {
                tables.put(record.topic(), record.key(), record.value());
                return;
            }
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            unreadable.accept(record.topic() + "-" + record.partition() + " offset " + record.offset()
                    + " says nothing: " + e.getMessage());
        }
        tables.remove(record.topic(), record.key());
    }
}
