package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.topic.SkippingConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads training.outbox-rows from its beginning into a copy of the state. Not thread-safe. */
final class RowFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RowFollower.class);
    private static final int ANSWER_MILLIS = 8_000;
    private static final int MOST_ROWS = 5_000;
    private static final int MOST_SENTENCES = 100;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(1);
    private static final TopicPartition ROWS = new TopicPartition(Topics.OUTBOX_ROWS.name(), RowRecords.PARTITION);

    private final Replica replica;
    private final Consumer<String> damage;
    private final SkippingConsumer<byte[], byte[]> consumer;
    private int damaged;

    /**
     * @param kafka properties of the client, at least {@code bootstrap.servers}
     * @param replica an empty copy
     * @param damage takes a sentence about each row that cannot be read
     */
    RowFollower(Map<String, Object> kafka, Replica replica, Consumer<String> damage) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "gradwatch-alerting-state");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A place that the topic has no more is no reason to go on elsewhere: what lies between would be missed.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_ROWS);
        this.replica = replica;
        this.damage = damage;
        this.consumer =
                new SkippingConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer(), this::note);
        consumer.assign(List.of(ROWS));
        consumer.seekToBeginning(List.of(ROWS));
    }

    /**
     * Takes over what has come.
     *
     * @return rows
     * @throws org.apache.kafka.clients.consumer.InvalidOffsetException when the topic was made anew or cut: the copy is
     *     none of it
     */
    int poll(Duration patience) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
        List<RowChange> changes = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                changes.add(RowRecords.decode(record));
            } catch (UnreadableRecordException e) {
                damaged(ROWS + " offset " + record.offset() + " is no row of the state: " + e.getMessage());
            }
        }
        if (!changes.isEmpty()) {
            replica.apply(changes).forEach(this::damaged);
        }
        return records.count();
    }

    /** A row that cannot be read holds up nothing, but what it said may be told twice. */
    private void damaged(String sentence) {
        LOG.error("{}; what it says may be told twice", sentence);
        note(sentence);
    }

    private void note(Object sentence) {
        damaged++;
        if (damaged <= MOST_SENTENCES) {
            damage.accept(sentence + "; what it says may be told twice");
        } else if (damaged == MOST_SENTENCES + 1) {
            damage.accept("further rows cannot be read; the log names each");
        }
    }

    /** Takes over everything that was committed before the call. */
    void readToEnd() {
        long end = consumer.endOffsets(List.of(ROWS)).get(ROWS);
        long lastProgress = System.nanoTime();
        for (long at = consumer.position(ROWS); at < end; at = consumer.position(ROWS)) {
            poll(POLL);
            if (consumer.position(ROWS) > at) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
                throw new OutboxException("Kafka does not give " + ROWS + " from offset " + at + " to " + end, null);
            }
        }
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(PATIENCE_AT_CLOSE));
        } catch (KafkaException e) {
            // Its connections end with it.
        }
    }
}
