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
 * Keeps rows of the logs of the tables from being restored that this build cannot read, such as those of a newer
 * release: each look-up of one would end the thread. Kafka's consumer makes it by its name.
 */
public final class UnreadableRows implements ConsumerInterceptor<byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRows.class);

    /** For Kafka. */
    public UnreadableRows() {}

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> readable = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            readable.put(
                    partition,
                    records.records(partition).stream()
                            .filter(UnreadableRows::isReadable)
                            .toList());
        }
        return new ConsumerRecords<>(readable, records.nextOffsets());
    }

    private static boolean isReadable(ConsumerRecord<byte[], byte[]> row) {
        SingleObjectCodec<?> codec = LiveTableStores.codec(table(row.topic()));
        if (row.value() == null || codec == null || codec.isReadable(row.value())) {
            return true;
        }
        LOG.warn(
                "A row of {}-{}, offset {}, cannot be read: a newer release may have written it. Its run begins anew"
                        + " with its next record",
                row.topic(),
                row.partition(),
                row.offset());
        return false;
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
