package io.gradwatch.fleet.history;

import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the history from Kafka: one thread reads the partitions that the consumer group gives it, another keeps the
 * files in shape. Where to read on is in the commits of the history; the offsets of the group are not used.
 */
public final class HistoryService implements AutoCloseable {

    /** The consumer group whose members share the partitions. */
    public static final String GROUP = "gradwatch-history";

    private static final Logger LOG = LoggerFactory.getLogger(HistoryService.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration SHOWN_EVERY = Duration.ofMillis(250);
    private static final Duration UPKEEP_EVERY = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final History history;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, PartitionWriter> writers = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "history-writer");
    private final ScheduledExecutorService upkeep = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread upkeepThread = new Thread(task, "history-upkeep");
        upkeepThread.setDaemon(true);
        return upkeepThread;
    });
    private volatile boolean stopping;
    private volatile Throwable failure;

    /**
     * @param history to write to; closing it is left to the caller
     * @param kafka properties of a consumer, {@code bootstrap.servers} among them
     */
    public HistoryService(History history, Map<String, ?> kafka) {
        this.history = history;
        Properties properties = new Properties();
        // Large fetches: rows go into columns, and waiting for the next poll costs more than memory.
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        properties.putAll(kafka);
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Starts to read. */
    public void start() {
        consumer.subscribe(List.of(Topics.TELEMETRY.name(), Topics.ALERTS.name()), new Assignment());
        thread.setDaemon(true);
        thread.start();
        upkeep.scheduleWithFixedDelay(this::keepUp, 0, UPKEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Why it has stopped; null while it runs. */
    public Throwable check() {
        return failure;
    }

    /** Records that were read since it was started. */
    public long records() {
        return HistoryCounters.TOPICS.stream()
                .mapToLong(history.counters()::recordsRead)
                .sum();
    }

    /** What the consumer measures. */
    public Map<MetricName, ? extends Metric> clientMetrics() {
        return consumer.metrics();
    }

    private void run() {
        try {
            while (!stopping) {
                take(consumer.poll(POLL));
            }
            flush(writers.keySet());
        } catch (WakeupException e) {
            LOG.debug("woken up to stop");
        } catch (SQLException | IOException | RuntimeException e) {
            failure = e;
            LOG.error("the history is not written any more", e);
        } finally {
            drop(writers.keySet());
            consumer.close();
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> polled) throws SQLException, IOException {
        for (TopicPartition partition : polled.partitions()) {
            PartitionWriter writer = writers.get(partition);
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (!add(writer, partition, record)) {
                    break;
                }
            }
            history.counters()
                    .read(
                            partition.topic(),
                            records.size(),
                            records.get(records.size() - 1).timestamp());
        }
        for (Map.Entry<TopicPartition, PartitionWriter> entry : writers.entrySet()) {
            PartitionWriter writer = entry.getValue();
            writer.showEvery(SHOWN_EVERY);
            boolean due = writer.rows() >= history.settings().flushRows()
                    || writer.isOlderThan(history.settings().flushAfter());
            if (due && !writer.flush()) {
                consumer.seek(entry.getKey(), writer.next());
            }
        }
    }

    private boolean add(PartitionWriter writer, TopicPartition partition, ConsumerRecord<byte[], byte[]> record)
            throws SQLException, IOException {
        while (!writer.add(record.offset(), record.timestamp(), record.value())) {
            if (!writer.flush()) {
                consumer.seek(partition, writer.next());
                return false;
            }
        }
        return true;
    }

    private void flush(Collection<TopicPartition> partitions) throws SQLException, IOException {
        for (TopicPartition partition : partitions) {
            PartitionWriter writer = writers.get(partition);
            if (writer != null) {
                writer.flush();
            }
        }
    }

    private void drop(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : List.copyOf(partitions)) {
            PartitionWriter writer = writers.remove(partition);
            try {
                if (writer != null) {
                    writer.close();
                }
            } catch (SQLException e) {
                LOG.warn("rows of {} in memory could not be dropped", partition, e);
            }
        }
    }

    private void keepUp() {
        Upkeep work = new Upkeep(history);
        try {
            for (TopicPartition partition : writers.keySet()) {
                while (!stopping && work.compact(partition)) {
                    LOG.debug("commits of {} were merged", partition);
                }
            }
            work.expire(Instant.now());
            work.sweep(Instant.now());
        } catch (IOException | SQLException | RuntimeException e) {
            if (!stopping) {
                LOG.warn("the files of the history could not be kept in shape; it is tried again", e);
            }
        }
    }

    /** Writes what is in memory and stops. */
    @Override
    public void close() {
        stopping = true;
        upkeep.shutdown();
        try {
            if (thread.isAlive()) {
                thread.join(STOP.toMillis());
                if (thread.isAlive()) {
                    consumer.wakeup();
                    thread.join();
                }
            } else if (thread.getState() == Thread.State.NEW) {
                consumer.close();
            }
            if (!upkeep.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("merging of files is still going on; it is left to end with the process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                try {
                    PartitionWriter writer = history.writer(partition);
                    writers.put(partition, writer);
                    consumer.seek(partition, place(partition, writer.next(), begins, ends));
                } catch (SQLException | IOException e) {
                    throw new IllegalStateException("the history of " + partition + " cannot be opened", e);
                }
            }
        }

        private long place(
                TopicPartition partition, long next, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
            long begin = begins.get(partition);
            long end = ends.get(partition);
            if (next > end) {
                throw new IllegalStateException("the history of " + partition + " goes to offset " + next
                        + ", but the topic ends at " + end + ": it is the history of another topic");
            }
            if (next < begin) {
                LOG.warn(
                        "{}: offsets {} to {} were deleted from the topic before they were written to the history",
                        partition,
                        next,
                        begin);
            }
            return Math.max(next, begin);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                flush(partitions);
            } catch (SQLException | IOException e) {
                LOG.warn(
                        "rows of {} could not be written before others take over; they read them again", partitions, e);
            }
            drop(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            drop(partitions);
        }
    }
}
