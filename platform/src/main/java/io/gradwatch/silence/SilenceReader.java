package io.gradwatch.silence;

import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.topic.SkippingConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
 * Reads the topics of silences, acknowledgements and annotations from their beginning, and follows them. Opens nothing
 * before the first {@link #poll}. A record that cannot be read, or breaks a rule, mutes nothing; the caller gets its
 * problem. Where only the topic of annotations is missing, it looks for it now and then: what people say beside an
 * alert never keeps it from being silenced. Not thread-safe. After a {@link KafkaException} it is to be closed, and
 * another one made.
 */
public final class SilenceReader implements AutoCloseable {

    private static final int ANSWER_MILLIS = 8_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(1);

    /** From one look for a missing topic of annotations to the next. Own choice. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Map<String, Object> kafka;
    private final Consumer<String> unreadable;
    private final SilenceTables tables = new SilenceTables();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final List<String> missing = new ArrayList<>();
    private SkippingConsumer<String, byte[]> consumer;
    private Silences silences = Silences.NONE;
    private boolean complete;
    private boolean annotated;
    private long lookedNanos;

    /**
     * @param kafka properties of the client, at least {@code bootstrap.servers}
     * @param unreadable takes a sentence about each record that says nothing, with its place
     */
    public SilenceReader(Map<String, Object> kafka, Consumer<String> unreadable) {
        this.kafka = Map.copyOf(kafka);
        this.unreadable = unreadable;
    }

    /**
     * Everything that the topics hold at the call.
     *
     * @throws IllegalStateException when Kafka does not answer or a topic is missing
     */
    public static Silences readAll(Map<String, Object> kafka, Consumer<String> unreadable) {
        try (SilenceReader reader = new SilenceReader(kafka, unreadable)) {
            while (!reader.isComplete()) {
                reader.poll(POLL);
            }
            if (!reader.missingTopics().isEmpty()) {
                throw new IllegalStateException("Kafka at " + kafka.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                        + " has no topic " + String.join(", ", reader.missingTopics()));
            }
            return reader.silences();
        } catch (KafkaException e) {
            throw new IllegalStateException(
                    "Kafka at " + kafka.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG) + " does not answer: "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Takes what has come.
     *
     * @param patience longest wait for records
     * @return true where {@link #silences} may have changed
     * @throws KafkaException when Kafka does not answer
     */
    public boolean poll(Duration patience) {
        if (consumer == null) {
            connect();
        }
        if (!annotated && System.nanoTime() - lookedNanos >= LOOK_AGAIN.toNanos()) {
            followAnnotations();
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
            silences = tables.snapshot();
        }
        return changed;
    }

    /** True once everything was read that the topics held at the first poll. */
    public boolean isComplete() {
        return complete;
    }

    /** Topics of silences and acknowledgements that Kafka did not have at the first poll: as if they were empty. */
    public List<String> missingTopics() {
        return List.copyOf(missing);
    }

    /** All that was read so far. */
    public Silences silences() {
        return silences;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(PATIENCE_AT_CLOSE));
        }
    }

    private void connect() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        consumer = new SkippingConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer(), range -> {});
        for (Topic<?> topic : List.of(Topics.SILENCES, Topics.ACKNOWLEDGEMENTS)) {
            if (!follow(topic)) {
                missing.add(topic.name());
            }
        }
        followAnnotations();
    }

    private void followAnnotations() {
        annotated = follow(Topics.ANNOTATIONS);
        lookedNanos = System.nanoTime();
    }

    /** Reads a topic from its beginning, beside what is read already; false where it is missing. */
    private boolean follow(Topic<?> topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic.name());
        if (found == null || found.isEmpty()) {
            return false;
        }
        List<TopicPartition> added = found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Set<TopicPartition> all = new HashSet<>(consumer.assignment());
        all.addAll(added);
        consumer.assign(all);
        consumer.seekToBeginning(added);
        ends.putAll(consumer.endOffsets(added));
        return true;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() != null) {
                put(record);
                return;
            }
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            unreadable.accept(record.topic() + "-" + record.partition() + " offset " + record.offset()
                    + " says nothing: " + e.getMessage());
        }
        if (record.topic().equals(Topics.SILENCES.name())) {
            tables.removeSilence(record.key());
        } else if (record.topic().equals(Topics.ACKNOWLEDGEMENTS.name())) {
            tables.removeAcknowledgement(record.key());
        } else {
            tables.removeAnnotation(record.key());
        }
    }

    private void put(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        if (record.topic().equals(Topics.SILENCES.name())) {
            tables.put(record.key(), Topics.SILENCES.codec().decode(record.value()));
        } else if (record.topic().equals(Topics.ACKNOWLEDGEMENTS.name())) {
            tables.put(record.key(), Topics.ACKNOWLEDGEMENTS.codec().decode(record.value()));
        } else {
            tables.put(record.key(), Topics.ANNOTATIONS.codec().decode(record.value()));
        }
    }
}
