package io.gradwatch.agent.alerts;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.topic.SkippingConsumer;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the topic of alerts from its end on, on a daemon thread of its own, and again after a wait where that fails.
 * Alerts of the time in which it cannot read are not told later.
 */
public final class AlertFollower implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AlertFollower.class.getName());
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long WAIT_SECONDS = 5;

    /** Longest wait of a fetch; one that finds something returns at once. */
    private static final int QUIET_FETCH_MILLIS = 2_000;

    private final Map<String, Object> properties;
    private final Consumer<Alert> listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Set<String> runs;
    private volatile KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Opens nothing.
     *
     * @param properties of a Kafka consumer, see {@link #consumerProperties}
     * @param runs ids of the runs whose alerts are told
     * @param listener is called on the follower's thread; it should not throw
     */
    public AlertFollower(Map<String, Object> properties, Set<String> runs, Consumer<Alert> listener) {
        this.properties = properties;
        this.runs = runs;
        this.listener = listener;
    }

    /**
     * Properties of the consumer.
     *
     * @param bootstrapServers where Kafka is
     * @param kafka properties for a producer, of which those that a consumer knows hold here, such as SASL and TLS
     */
    public static Map<String, Object> consumerProperties(String bootstrapServers, Map<String, ?> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.keySet().retainAll(ConsumerConfig.configNames());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "gradwatch-agent-alerts");
        properties.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, QUIET_FETCH_MILLIS);
        return properties;
    }

    /** Begins to read. */
    public void start() {
        Thread thread = new Thread(this::run, "gradwatch-agent-alerts");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on tells the alerts of these runs. */
    public void follow(Set<String> wanted) {
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
        try (KafkaConsumer<byte[], byte[]> reading = new SkippingConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer(), damaged -> {})) {
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
