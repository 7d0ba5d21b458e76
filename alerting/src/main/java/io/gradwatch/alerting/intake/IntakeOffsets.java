package io.gradwatch.alerting.intake;

import io.gradwatch.alerting.outbox.Outbox;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Places from which partitions are read. They are what the sink kept with the alerts; what the group committed to Kafka
 * is only for partitions that the sink does not know. A sink whose file became an older one gets again what it lost.
 * For the thread of the consumer.
 */
final class IntakeOffsets implements ConsumerRebalanceListener {

    private final Consumer<byte[], byte[]> consumer;
    private final Outbox outbox;
    private final AlertIntake.Sink sink;

    /** Up to which offset a partition is read again whose alerts are all lost. */
    private final Map<TopicPartition, Long> readBefore = new HashMap<>();

    IntakeOffsets(Consumer<byte[], byte[]> consumer, Outbox outbox, AlertIntake.Sink sink) {
        this.consumer = consumer;
        this.outbox = outbox;
        this.sink = sink;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Set<TopicPartition> assigned = new HashSet<>(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
        Map<TopicPartition, Long> oldest = consumer.beginningOffsets(assigned);
        Map<Integer, Long> kept = outbox.positions();
        Map<Integer, Long> fresh = new HashMap<>();
        for (TopicPartition partition : assigned) {
            OffsetAndMetadata group = committed.get(partition);
            Long place = kept.get(partition.partition());
            if (place == null && outbox.losses().hasLost() && group != null) {
                place = oldest.get(partition);
                readBefore.put(partition, group.offset());
                fresh.put(partition.partition(), place);
            }
            if (place == null) {
                place = group == null ? oldest.get(partition) : (Long) group.offset();
                fresh.put(partition.partition(), place);
            }
            long from = Math.max(place, oldest.get(partition));
            if (group != null && from < group.offset()) {
                outbox.losses().readsAgain(partition.partition(), group.offset() - from);
            }
            consumer.seek(partition, from);
        }
        if (!fresh.isEmpty()) {
            // From now on a partition without a place is one whose place was lost.
            sink.take(List.of(), fresh);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(readBefore::remove);
    }

    /**
     * True where the record is one of those that were read before all that was kept of them was lost: most were told.
     */
    boolean wasReadBefore(TopicPartition partition, long offset) {
        return offset < readBefore.getOrDefault(partition, 0L);
    }
}
