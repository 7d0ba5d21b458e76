package io.gradwatch.agent.gateway;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topic of alerts from its end on, on a thread of its own, and again after a wait where that fails. */
final class AlertFollower implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AlertFollower.class.getName());
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long WAIT_SECONDS = 5;

    private final Map<String, Object> properties;
    private final Consumer<Alert> listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Set<String> runs;
    private volatile KafkaConsumer<byte[], byte[]> consumer;

    AlertFollower(Map<String, Object> properties, Set<String> runs, Consumer<Alert> listener) {
        this.properties = properties;
        this.runs = runs;
        this.listener = listener;
    }

    void start() {
        Thread thread = new Thread(this::run, "gradwatch-agent-alerts");
        thread.setDaemon(true);
        thread.start();
    }

    void follow(Set<String> wanted) {
        runs = wanted;
    }

    /** Does not wait for the thread, which ends soon. */
    @Override
    public void close() {
        closed.countDown();
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    private void run() {
        try {
            do {
                try {
                    read();
                } catch (WakeupException e) {
                    LOG.log(Level.DEBUG, "No alerts are followed any more.");
                } catch (KafkaException | IllegalStateException e) {
                    LOG.log(Level.WARNING, "Alerts cannot be read, this is tried again: " + e);
                }
            } while (!closed.await(WAIT_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (KafkaConsumer<byte[], byte[]> reading =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer = reading;
            List<TopicPartition> partitions = reading.partitionsFor(Topics.ALERTS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reading.assign(partitions);
            reading.seekToEnd(partitions);
            while (closed.getCount() > 0) {
                reading.poll(POLL).forEach(this::tell);
            }
        } finally {
            consumer = null;
        }
    }

    private void tell(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || !runs.contains(new String(record.key(), StandardCharsets.UTF_8))) {
            return;
        }
        try {
            listener.accept(Topics.ALERTS.codec().decode(record.value()));
        } catch (UnreadableRecordException e) {
            LOG.log(
                    Level.WARNING,
                    "The alert at {0} offset {1} cannot be read: {2}",
                    new TopicPartition(record.topic(), record.partition()),
                    record.offset(),
                    e.getMessage());
        }
    }
}
