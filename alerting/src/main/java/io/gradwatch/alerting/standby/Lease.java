package io.gradwatch.alerting.standby;

import io.gradwatch.schema.Topics;
import io.gradwatch.service.KafkaReach;
import java.time.Duration;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The right to lead: Kafka gives the one partition of training.outbox-rows to one member of a consumer group, and to
 * another one when that leaves, or says nothing for a session. Nothing is read by it. An instance that stood still may
 * believe for a moment that it has the right; {@link FencedLog} decides. Not thread-safe.
 */
final class Lease implements AutoCloseable {

    /** Consumer group of all instances. */
    static final String GROUP_ID = "gradwatch-alerting-standby";

    /**
     * For how long a leader may be silent: the shortest that brokers allow by default. With what follows, another
     * instance leads within 10 s.
     */
    static final int SESSION_MILLIS = 6_000;

    private static final int HEARTBEAT_MILLIS = 500;
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);

    private final Map<String, Object> kafka;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private boolean held;

    /** Joins the group. */
    Lease(Map<String, Object> kafka) {
        this.kafka = kafka;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "gradwatch-alerting-standby");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        // One who joins takes nothing from the leader.
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topics.OUTBOX_ROWS.name()), new Holding());
    }

    /** Reason for which nobody can have the right; empty when somebody can. */
    Optional<String> obstacle() {
        try {
            List<PartitionInfo> partitions = consumer.partitionsFor(Topics.OUTBOX_ROWS.name(), ANSWER);
            return partitions == null || partitions.isEmpty()
                    ? Optional.of("Kafka has no topic " + Topics.OUTBOX_ROWS.name() + ": nobody can lead")
                    : Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of(noConnection());
        }
    }

    /** True where this instance has the right, as far as it knows. */
    boolean poll(Duration patience) {
        consumer.poll(patience);
        return held;
    }

    /** Reason for which it may not hear of the right; empty when all is well. */
    Optional<String> trouble() {
        return KafkaReach.isConnected(consumer.metrics()) ? Optional.empty() : Optional.of(noConnection());
    }

    private String noConnection() {
        return "no connection to Kafka at " + kafka.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(PATIENCE_AT_CLOSE));
        } catch (KafkaException | ConcurrentModificationException e) {
            // The group forgets it after its session.
        }
    }

    private final class Holding implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
            held |= partitions.stream().anyMatch(partition -> partition.partition() == RowRecords.PARTITION);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            held &= partitions.stream().noneMatch(partition -> partition.partition() == RowRecords.PARTITION);
        }
    }
}
