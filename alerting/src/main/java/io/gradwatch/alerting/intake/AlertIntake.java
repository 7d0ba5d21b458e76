package io.gradwatch.alerting.intake;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;

import io.gradwatch.alerting.health.Loop;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.outbox.store.OutboxStorage;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.service.KafkaReach;
import io.gradwatch.topic.SkippingConsumer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads training.alerts and hands the alerts on; commits what it read after it was taken. What cannot be read goes to
 * the dead-letter topic and blocks nothing, nor does a damaged batch. After a failure of Kafka or of who takes the
 * alerts it begins again where the sink is, so that an alert may come twice and never not at all.
 */
public final class AlertIntake implements AutoCloseable {

    /** Place where alerts are kept. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes alerts; they and the offsets are kept when it returns.
         *
         * @param alerts in the order of the topic
         * @param next offset of the next record of each partition that they came from
         * @return how many were news
         */
        int take(List<Alert> alerts, Map<Integer, Long> next);
    }

    /** Consumer group of the service. */
    public static final String GROUP_ID = "gradwatch-alerting";

    private static final Logger LOG = LoggerFactory.getLogger(AlertIntake.class);

    private static final Duration POLL = Duration.ofMillis(500);

    /** Longest wait of a fetch while nothing comes; records are answered at once. */
    private static final int QUIET_FETCH_MILLIS = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For leaving the group; where it is not left, its session ends by itself. */
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);

    /** Joining a group takes up to the session of another member that was killed: 10 s. */
    private static final Duration PATIENCE_FOR_PARTITIONS = Duration.ofSeconds(20);

    private static final String DISPLACED = "another process reads with the id of this data folder, most likely on a"
            + " copy of it, so that this one reads no more alerts. End both, and start the one that is to read; to let"
            + " both read, delete alerting-outbox.lock in the folder of one before";

    private final Map<String, Object> kafka;
    private final Outbox outbox;
    private final Sink sink;
    private final AlertingMetrics metrics;
    private final Clock clock;
    private final AlertDeadLetters deadLetters;
    private final Loop loop;
    private Consumer<byte[], byte[]> consumer;
    private IntakeOffsets places;
    private Instant lastAssigned;
    private volatile String trouble;

    /**
     * @param kafka properties of the clients, at least {@code bootstrap.servers}
     * @param outbox that knows up to which offset the topic was taken
     */
    public AlertIntake(Map<String, Object> kafka, Outbox outbox, Sink sink, AlertingMetrics metrics, Clock clock) {
        this.kafka = Map.copyOf(kafka);
        this.outbox = outbox;
        this.sink = sink;
        this.metrics = metrics;
        this.clock = clock;
        this.deadLetters = new AlertDeadLetters(kafka);
        this.loop = new Loop("alerting-intake", this::readOnce, clock);
    }

    /** Starts reading. */
    public void start() {
        loop.start();
    }

    /** Reason for which nothing is read; empty when all is well. */
    public Optional<String> check() {
        return loop.trouble().or(() -> Optional.ofNullable(trouble));
    }

    @Override
    public void close() {
        loop.close(PATIENCE);
        closeConsumer();
        deadLetters.close();
    }

    private Optional<Instant> readOnce() throws InterruptedException {
        try {
            if (consumer == null) {
                consumer = connected();
                lastAssigned = clock.instant();
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                take(records);
                consumer.commitSync();
            }
            trouble = troubleOfConsumer().orElse(null);
            return Optional.of(clock.instant());
        } catch (FencedInstanceIdException e) {
            closeConsumer();
            if (isInherited()) {
                throw e;
            }
            trouble = DISPLACED;
            LOG.error("{}", DISPLACED);
            // To read on would displace the other process, and both would tell each alert in turn.
            return Optional.empty();
        } catch (RuntimeException e) {
            closeConsumer();
            throw e;
        }
    }

    /** True where all instances are one member: who leads next has the partitions, and they are not given back. */
    private boolean isInherited() {
        return outbox.reader().equals(OutboxStorage.LEADER);
    }

    private void take(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        List<Alert> alerts = new ArrayList<>(records.count());
        Map<Integer, Long> next = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            next.put(record.partition(), record.offset() + 1);
            try {
                Alert alert = BoundedAlert.of(Topics.ALERTS.codec().decode(record.value()));
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (places.wasReadBefore(partition, record.offset())) {
                    // Most were told: they are told together, as a digest.
                    alert.setBacklog(true);
                }
                alerts.add(alert);
            } catch (UnreadableRecordException e) {
                boolean stored = deadLetters.put(record, e);
                metrics.add(Count.RECORDS, 1, "dead_lettered");
                metrics.add(Count.DEAD_LETTERS_LOST, stored ? 0 : 1);
            }
        }
        int news = sink.take(alerts, next);
        metrics.add(Count.RECORDS, news, "accepted");
        metrics.add(Count.RECORDS, alerts.size() - news, "repeated");
    }

    /** A consumer retries by itself and throws nothing while Kafka is away, so it must be asked. */
    private Optional<String> troubleOfConsumer() {
        if (!KafkaReach.isConnected(consumer.metrics())) {
            return Optional.of("no connection to Kafka at " + kafka.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
        }
        if (!consumer.assignment().isEmpty()) {
            lastAssigned = clock.instant();
            return Optional.empty();
        }
        return clock.instant().isAfter(lastAssigned.plus(PATIENCE_FOR_PARTITIONS))
                ? Optional.of("Kafka gives the group " + GROUP_ID + " no partition of " + Topics.ALERTS.name()
                        + ": the topic is missing, or other members have them all")
                : Optional.empty();
    }

    private Consumer<byte[], byte[]> connected() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        // Whoever reads for one outbox is one member to Kafka: the partitions pass at once from a process that was
        // killed, or stands still, to the next. What the old one does later is refused.
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, GROUP_ID + "-" + outbox.reader());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, "gradwatch-alerting");
        settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, QUIET_FETCH_MILLIS);
        Consumer<byte[], byte[]> made = new SkippingConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer(), outbox.losses()::passesOver);
        places = new IntakeOffsets(made, outbox, sink);
        made.subscribe(List.of(Topics.ALERTS.name()), places);
        return made;
    }

    private void closeConsumer() {
        if (consumer != null) {
            try {
                consumer.close(CloseOptions.timeout(PATIENCE_AT_CLOSE)
                        .withGroupMembershipOperation(isInherited() ? REMAIN_IN_GROUP : LEAVE_GROUP));
            } catch (KafkaException | ConcurrentModificationException e) {
                // The group forgets it after its session; what was not committed is read again.
            }
            consumer = null;
        }
    }
}
