package io.gradwatch.kafka.testing;

import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.patience.testing.Patience;
import io.gradwatch.schema.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A broker, a producer, and a look at what topics hold, as a registered extension: a static field lives as long as its
 * class, a field of an instance as long as the test, and the shared one as long as the JVM.
 */
public final class TestKafka implements BeforeAllCallback, BeforeEachCallback, AutoCloseable {

    private static final Namespace NAMESPACE = Namespace.create(TestKafka.class);

    private static final TestKafka SHARED = new TestKafka(1);

    private final int partitions;
    private Path folder;
    private EmbeddedBroker broker;
    private KafkaProducer<byte[], byte[]> producer;
    private boolean started;

    private TestKafka(int partitions) {
        this.partitions = partitions;
    }

    /** One with all topics. */
    public static TestKafka withTopics(int partitions) {
        return new TestKafka(partitions);
    }

    /** One without topics, for tests of what is not there yet. */
    public static TestKafka withoutTopics() {
        return new TestKafka(0);
    }

    /**
     * The one that all classes of this JVM share, with topics of one partition. For tests that look only at runs of
     * their own, and do not stop the broker.
     */
    public static TestKafka shared() {
        return SHARED;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        startIn(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        startIn(context);
    }

    /** A store closes what it holds at the end of its class or test. */
    private void startIn(ExtensionContext context) {
        if (this == SHARED) {
            startForTheJvm();
        } else {
            context.getStore(NAMESPACE).getOrComputeIfAbsent(this, key -> open(), TestKafka.class);
        }
    }

    /** No store lives that long: Failsafe launches each class of a fork anew. */
    private synchronized void startForTheJvm() {
        if (!started) {
            open();
            started = true;
            Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-shared-kafka"));
        }
    }

    /** Starts one that is not registered; the caller closes it. */
    public TestKafka open() {
        try {
            folder = Files.createTempDirectory("gradwatch-kafka-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker = new EmbeddedBroker(folder, 0);
        broker.start();
        if (partitions > 0) {
            createTopics(partitions);
        }
        return this;
    }

    /** Creates the topics that are missing. */
    public void createTopics(int width) {
        TopicSetup.createMissing(bootstrapServers(), width, (short) 1);
    }

    /** Closes the producer and stops the broker; its folder stays. */
    public synchronized void stop() {
        closeProducer();
        broker.stop();
    }

    private void closeProducer() {
        if (producer != null) {
            producer.close(Patience.PATIENCE);
            producer = null;
        }
    }

    /** Starts it again, at the same port. */
    public void start() {
        broker.start();
    }

    /** Folder of its log. */
    public Path folder() {
        return folder;
    }

    /** Host and port. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Settings of a client. */
    public Map<String, Object> properties() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    /** The producer of this one. */
    public synchronized KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = producer(Map.of());
        }
        return producer;
    }

    /** Another producer, which the caller closes. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, ?> more) {
        return producer(bootstrapServers(), more);
    }

    /** A producer for any Kafka, which the caller closes. */
    public static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, Map<String, ?> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", bootstrapServers);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends a value and waits until the broker has it. */
    public <T> RecordMetadata send(Topic<T> topic, String key, T value) {
        return send(topic.name(), key, topic.codec().encode(value));
    }

    /** Sends bytes and waits until the broker has them. */
    public RecordMetadata send(String topic, String key, byte[] value) {
        return send(new ProducerRecord<>(topic, bytes(key), value));
    }

    /** Sends a record and waits until the broker has it. */
    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer().send(record).get();
        } catch (ExecutionException e) {
            throw new AssertionError("Kafka did not take " + record, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Committed records of all partitions of a topic, up to the ends that they have at the call. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return records(bootstrapServers(), topic);
    }

    /** The same of any Kafka. */
    public static List<ConsumerRecord<byte[], byte[]>> records(String bootstrapServers, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = fromBeginning(bootstrapServers, topic)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(read::add);
            }
            return read;
        }
    }

    /** A consumer of committed records of all partitions of a topic, before the first; the caller closes it. */
    public static KafkaConsumer<byte[], byte[]> fromBeginning(String bootstrapServers, String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        return consumer;
    }

    /** A text as keys have it. */
    public static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        stop();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
