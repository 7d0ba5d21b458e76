package io.gradwatch.benchmarks.setup;

import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker of this process with the topics of the catalogue, gone with all its records when it is closed. */
public final class ScratchKafka implements AutoCloseable {

    /** Partitions of each topic: as many as {@code gradwatch up} makes. */
    public static final int PARTITIONS = 4;

    private final ScratchFolder folder = new ScratchFolder();
    private final EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0);

    /** Starts the broker and creates the topics. */
    public ScratchKafka() {
        broker.start();
        TopicSetup.createMissing(broker.bootstrapServers(), PARTITIONS, (short) 1);
    }

    /** The broker, to be stopped and started where Kafka has to be away. */
    public EmbeddedBroker broker() {
        return broker;
    }

    /** Address for clients. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The folder of the benchmark, deleted with the broker's. */
    public ScratchFolder folder() {
        return folder;
    }

    /** A producer with Kafka's defaults but for what is given. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, String> settings) {
        return new KafkaProducer<>(with(settings), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer of all records of a topic. */
    public KafkaConsumer<byte[], byte[]> fromBeginning(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(topic);
        consumer.seekToBeginning(consumer.assignment());
        return consumer;
    }

    /** A consumer of the records that topics get after the call. */
    public KafkaConsumer<byte[], byte[]> fromEnd(String... topics) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(topics);
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        return consumer;
    }

    private KafkaConsumer<byte[], byte[]> consumer(String... topics) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(with(Map.of()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(Stream.of(topics)
                .flatMap(topic -> IntStream.range(0, PARTITIONS).mapToObj(number -> new TopicPartition(topic, number)))
                .toList());
        return consumer;
    }

    /** Number of records up to the ends of what a consumer reads. */
    public static long count(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(consumer.assignment()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Properties with(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.setProperty("bootstrap.servers", bootstrapServers());
        return properties;
    }

    @Override
    public void close() {
        broker.close();
        folder.close();
    }
}
