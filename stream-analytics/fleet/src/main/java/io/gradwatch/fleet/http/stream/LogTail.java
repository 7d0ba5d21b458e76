package io.gradwatch.fleet.http.stream;

import io.gradwatch.fleet.fetch.PacedFetches;
import io.gradwatch.schema.Topics;
import io.gradwatch.topic.SkippingConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the end of both topics, all partitions, into memory: one consumer for all clients of an instance. It begins at
 * the end when it starts, and again after a failure.
 */
public final class LogTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long RETRY_MILLIS = 1_000;

    /** Between two polls that bring little. Own choice. */
    private static final Duration FETCH_PAUSE = Duration.ofMillis(20);

    /** Events of all partitions together, and the fewest of each. Own choice: some ten MiB. */
    private static final int MOST_EVENTS = 65_536;

    private static final int FEWEST_A_PARTITION = 256;

    private final Map<String, Object> kafka;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile EventRings rings;
    private volatile boolean closed;
    private volatile String problem;

    /** @param kafka properties of the Kafka clients, at least {@code bootstrap.servers} */
    public LogTail(Map<String, Object> kafka) {
        this.kafka = Map.copyOf(kafka);
    }

    /** Starts; does not wait for Kafka. */
    public void start() {
        Thread thread = new Thread(this::run, "fleet-tail");
        thread.setDaemon(true);
        thread.start();
    }

    /** The problem; empty when all is well. */
    public Optional<String> check() {
        return Optional.ofNullable(problem);
    }

    /** Events since the start; empty where there is no start yet. */
    Optional<EventRings> rings() {
        return Optional.ofNullable(rings);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    private void run() {
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> reading = new SkippingConsumer<>(
                    settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer(), range -> {})) {
                consumer = reading;
                read(reading);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("The tail of the topics was stopped", e);
            } catch (KafkaException e) {
                problem = "the topics cannot be followed and are tried again: " + e.getMessage();
                LOG.warn("The tail of the topics failed and is tried again", e);
            }
            pause();
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> reading) {
        List<TopicPartition> partitions = partitions(reading);
        if (partitions.isEmpty()) {
            problem = "the topics " + Topics.TELEMETRY.name() + " and " + Topics.ALERTS.name() + " are not there yet";
            return;
        }
        reading.assign(partitions);
        reading.seekToEnd(partitions);
        long[] start = partitions.stream().mapToLong(reading::position).toArray();
        Map<TopicPartition, Integer> slots = new HashMap<>();
        partitions.forEach(partition -> slots.put(partition, slots.size()));
        EventRings filling = new EventRings(start, Math.max(FEWEST_A_PARTITION, MOST_EVENTS / partitions.size()));
        rings = filling;
        problem = null;
        while (!closed) {
            for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
                int slot = slots.get(new TopicPartition(record.topic(), record.partition()));
                filling.add(slot, record.offset(), EventReader.read(record));
            }
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> reading) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(Topics.TELEMETRY.name(), Topics.ALERTS.name())) {
            List<PartitionInfo> found = reading.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                return List.of();
            }
            found.stream()
                    .map(PartitionInfo::partition)
                    .sorted()
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition)));
        }
        return partitions;
    }

    private synchronized void pause() {
        try {
            if (!closed) {
                wait(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "gradwatch-fleet-tail");
        settings.putAll(PacedFetches.properties(FETCH_PAUSE));
        return settings;
    }
}
