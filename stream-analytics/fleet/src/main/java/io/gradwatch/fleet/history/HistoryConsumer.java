package io.gradwatch.fleet.history;

import io.gradwatch.fleet.history.files.TopicOffsets;
import io.gradwatch.fleet.history.write.HistoryTopic;
import io.gradwatch.fleet.history.write.PartitionWriter;
import io.gradwatch.topic.SkippingConsumer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that reads the partitions that the consumer group gives it, and writes them to the history. Where to read
 * on is in the commits of the history; the offsets of the group are not used.
 */
final class HistoryConsumer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryConsumer.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration SHOWN_EVERY = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final History history;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, PartitionWriter> writers = new ConcurrentHashMap<>();
    private final Map<TopicPartition, TopicOffsets> offsets = new HashMap<>();
    private final Map<TopicPartition, Long> retries = new HashMap<>();
    private final PartitionRecovery opening;
    private final Thread thread;
    private volatile long records;
    private volatile boolean stopping;
    private volatile Throwable failure;

    /** @param kafka properties of the consumer */
    HistoryConsumer(History history, Properties kafka, String name) {
        this.history = history;
        this.opening = new PartitionRecovery(history);
        this.consumer = new SkippingConsumer<>(
                Utils.propsToMap(kafka),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                history.damage()::passedOver);
        this.thread = new Thread(this::run, name);
    }

    void start() {
        consumer.subscribe(HistoryTopic.names(), new Assignment());
        thread.setDaemon(true);
        thread.start();
    }

    /** Cause of its end; null while it runs. */
    Throwable check() {
        return failure;
    }

    /** Records that were read since it was started. */
    long records() {
        return records;
    }

    /** Metrics of the Kafka consumer. */
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
                take(poll());
                retry();
            }
            flush(writers.keySet());
        } catch (WakeupException e) {
            LOG.debug("woken up to stop");
        } catch (RuntimeException e) {
            failure = e;
            LOG.error("the history is not written any more", e);
        } finally {
            drop(writers.keySet());
            consumer.close();
        }
    }

    /** The next records; none where Kafka fails, which is tried again. */
    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("Kafka cannot be read, it is tried again: {}", e.toString());
            LockSupport.parkNanos(PAUSE.toNanos());
            return ConsumerRecords.empty();
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> given = polled.records(partition);
            attempt(partition, () -> take(partition, given));
            long newestMillis = given.get(given.size() - 1).timestamp();
            history.metrics().read(partition.topic(), given.size(), newestMillis);
        }
        records += polled.count();
        for (TopicPartition partition : List.copyOf(writers.keySet())) {
            attempt(partition, () -> keepUp(partition));
        }
    }

    private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> given)
            throws SQLException, IOException {
        PartitionWriter writer = writers.get(partition);
        if (writer == null) {
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : given) {
            if (!add(writer, partition, record)) {
                return;
            }
        }
    }

    private void keepUp(TopicPartition partition) throws SQLException, IOException {
        PartitionWriter writer = writers.get(partition);
        if (history.catalog().isDamaged(partition)) {
            writer.flush();
            throw new IOException("a file of it is damaged");
        }
        if (writer.rows() > 0) {
            history.requireRoom();
        }
        writer.showEvery(SHOWN_EVERY);
        boolean due = writer.rows() >= history.settings().flushRows()
                || writer.isOlderThan(history.settings().flushAfter());
        if (due && !writer.flush()) {
            seek(partition, writer);
        }
    }

    private boolean add(PartitionWriter writer, TopicPartition partition, ConsumerRecord<byte[], byte[]> record)
            throws SQLException, IOException {
        long offset = offsets.get(partition).toHistory(record.offset());
        while (!writer.add(offset, record.timestamp(), record.value())) {
            if (!writer.flush()) {
                seek(partition, writer);
                return false;
            }
        }
        return true;
    }

    private void seek(TopicPartition partition, PartitionWriter writer) {
        consumer.seek(partition, offsets.get(partition).toTopic(writer.next()));
    }

    /** Work on one partition, whose failure is no other's: it is opened anew after a while. */
    @FunctionalInterface
    private interface Work {
        void run() throws SQLException, IOException;
    }

    private void attempt(TopicPartition partition, Work work) {
        try {
            work.run();
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.debug("{} failed", partition, e);
            history.damage().failing(partition, e.getMessage() == null ? e.toString() : e.getMessage());
            drop(List.of(partition));
            consumer.pause(List.of(partition));
            retries.put(partition, System.nanoTime() + RETRY.toNanos());
        }
    }

    private void retry() {
        for (Map.Entry<TopicPartition, Long> due : Map.copyOf(retries).entrySet()) {
            if (due.getValue() - System.nanoTime() <= 0) {
                open(due.getKey());
            }
        }
    }

    private void open(TopicPartition partition) {
        retries.remove(partition);
        attempt(partition, () -> {
            opening.open(partition, consumer, offsets, writers);
            consumer.resume(List.of(partition));
            history.damage().working(partition);
        });
    }

    private void flush(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : List.copyOf(partitions)) {
            PartitionWriter writer = writers.get(partition);
            try {
                if (writer != null) {
                    writer.flush();
                }
            } catch (SQLException | IOException | RuntimeException e) {
                LOG.warn("rows of {} could not be written; whoever has it next reads them again", partition, e);
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

    /** Asks it to write the rows in memory and to stop, and does not wait for that. */
    void stop() {
        stopping = true;
    }

    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(HistoryConsumer.this::open);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            flush(partitions);
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            drop(partitions);
            retries.keySet().removeAll(partitions);
            partitions.forEach(history.damage()::working);
        }
    }
}
