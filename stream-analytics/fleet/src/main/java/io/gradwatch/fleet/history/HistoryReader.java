package io.gradwatch.fleet.history;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * One thread that reads the partitions that the consumer group gives it, and writes them to the history. Where to read
 * on is in the commits of the history; the offsets of the group are not used.
 */
final class HistoryReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryReader.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration SHOWN_EVERY = Duration.ofMillis(250);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final History history;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, PartitionWriter> writers = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile long records;
    private volatile boolean stopping;
    private volatile Throwable failure;

    /** @param kafka properties of the consumer */
    HistoryReader(History history, Properties kafka, String name) {
        this.history = history;
        this.consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = new Thread(this::run, name);
    }

    void start() {
        consumer.subscribe(HistoryTopic.names(), new Assignment());
        thread.setDaemon(true);
        thread.start();
    }

    /** Why it has stopped; null while it runs. */
    Throwable check() {
        return failure;
    }

    /** Records that were read since it was started. */
    long records() {
        return records;
    }

    /** What the consumer measures. */
    Map<MetricName, ? extends Metric> clientMetrics() {
        return consumer.metrics();
    }

    /** The partitions that it has now. */
    Set<TopicPartition> partitions() {
        return Set.copyOf(writers.keySet());
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
            List<ConsumerRecord<byte[], byte[]>> given = polled.records(partition);
            for (ConsumerRecord<byte[], byte[]> record : given) {
                if (!add(writer, partition, record)) {
                    break;
                }
            }
            long newestMillis = given.get(given.size() - 1).timestamp();
            history.counters().read(partition.topic(), given.size(), newestMillis);
        }
        records += polled.count();
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

    /** Writes what is in memory and stops. */
    @Override
    public void close() {
        stop();
        try {
            if (thread.getState() == Thread.State.NEW) {
                consumer.close();
                return;
            }
            thread.join(STOP.toMillis());
            if (thread.isAlive()) {
                consumer.wakeup();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells it to write what is in memory and to stop, and does not wait for it. */
    void stop() {
        stopping = true;
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
