package io.gradwatch.fleet.live;

import io.gradwatch.fleet.live.table.LiveTableStores;
import io.gradwatch.schema.SingleObjectCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores rows of the logs of the tables that this build cannot read, such as those of a newer release, as deletions:
 * each look-up of one would end the thread, and an older row of its key would be out of date. Kafka's consumer makes it
 * by its name.
 */
public final class UnreadableRows implements ConsumerInterceptor<byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRows.class);

    private final Map<TopicPartition, Long> counts = new HashMap<>();

    /** For Kafka. */
    public UnreadableRows() {}

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> restored = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> rows = records.records(partition);
            SingleObjectCodec<?> codec = LiveTableStores.codec(table(partition.topic()));
            restored.put(
                    partition,
                    rows.stream()
                            .map(row -> isReadable(row, codec) ? row : deletion(row))
                            .toList());
            count(
                    partition,
                    rows.stream().filter(row -> !isReadable(row, codec)).count());
        }
        return new ConsumerRecords<>(restored, records.nextOffsets());
    }

    private static boolean isReadable(ConsumerRecord<byte[], byte[]> row, SingleObjectCodec<?> codec) {
        return row.value() == null || codec == null || codec.isReadable(row.value());
    }

    private static ConsumerRecord<byte[], byte[]> deletion(ConsumerRecord<byte[], byte[]> row) {
        return new ConsumerRecord<>(
                row.topic(),
                row.partition(),
                row.offset(),
                row.timestamp(),
                row.timestampType(),
                row.serializedKeySize(),
                ConsumerRecord.NULL_SIZE,
                row.key(),
                null,
                row.headers(),
                row.leaderEpoch());
    }

    /** Warns of the first row of a partition, and then each time that they are ten times as many. */
    private void count(TopicPartition partition, long unreadable) {
        if (unreadable == 0) {
            return;
        }
        long before = counts.getOrDefault(partition, 0L);
        long now = before + unreadable;
        counts.put(partition, now);
        if (digits(now) > digits(before)) {
            LOG.warn(
                    "{} rows of {} so far cannot be read: a newer release may have written them. What they are of"
                            + " begins anew with its next record",
                    now,
                    partition);
        }
    }

    private static int digits(long count) {
        return count == 0 ? 0 : Long.toString(count).length();
    }

    /** Name of the table with this log. */
    private static String table(String topic) {
        String prefix = LiveStreams.APPLICATION_ID + "-";
        String suffix = "-changelog";
        return topic.startsWith(prefix) && topic.endsWith(suffix)
                ? topic.substring(prefix.length(), topic.length() - suffix.length())
                : topic;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
