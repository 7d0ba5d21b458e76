package io.gradwatch.detection.job.kafka;

import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.schema.DeadLetterRecord;
import io.gradwatch.schema.DeadLetterRecord.Place;
import io.gradwatch.schema.DeadLetterRecord.Reason;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import io.gradwatch.topic.PollBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The ends of the job in Kafka. Building one opens no connection. */
public final class KafkaConnections {

    /**
     * Kafka may be away this long without failing the job, which waits; after that Flink restarts it, from its last
     * checkpoint, until Kafka is back. The brokers' limit for transactions (15 minutes by default) is above it.
     */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** New partitions are read after this time at the latest. */
    private static final Duration PARTITION_DISCOVERY = Duration.ofSeconds(30);

    /** A fetch is answered at once when something comes; a quiet topic is asked anew this often. */
    private static final Duration QUIET_FETCH = Duration.ofSeconds(1);

    private final DetectionSettings settings;

    public KafkaConnections(DetectionSettings settings) {
        this.settings = settings;
    }

    /**
     * All telemetry there is. Without a checkpoint it begins at the oldest record: the states of running runs can only
     * be had from their records, and alerts that are written again have the same ids.
     */
    public SkippingSource telemetry() {
        return source(Topics.TELEMETRY, settings.groupId());
    }

    /** References of healthy runs: all records, since the topic is compacted. */
    public SkippingSource broadcastReferences() {
        return source(Topics.REFERENCES, settings.groupId() + "-references");
    }

    /** Settings of projects and runs: all records, since the topic is compacted. */
    public SkippingSource broadcastSettings() {
        return source(Topics.SETTINGS, settings.groupId() + "-settings");
    }

    private SkippingSource source(Topic<?> topic, String clientId) {
        Properties consumer = consumer(clientId);
        KafkaSource<LogRecord> source = KafkaSource.<LogRecord>builder()
                .setProperties(consumer)
                .setTopics(topic.name())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new LogRecordReader())
                .build();
        // Flink's own source, which only looks for partitions, takes none but its deserializers.
        consumer.setProperty("key.deserializer", PollBytes.Keys.class.getName());
        consumer.setProperty("value.deserializer", PollBytes.Values.class.getName());
        return new SkippingSource(source, consumer);
    }

    /** All that Flink's builder of a source would set, since our reader is made without it. */
    private Properties consumer(String clientId) {
        Properties consumer = settings.kafkaProperties();
        consumer.setProperty("partition.discovery.interval.ms", Long.toString(PARTITION_DISCOVERY.toMillis()));
        consumer.setProperty("default.api.timeout.ms", Long.toString(LONGEST_WAIT.toMillis()));
        consumer.setProperty("fetch.max.wait.ms", Long.toString(QUIET_FETCH.toMillis()));
        consumer.setProperty("group.id", settings.groupId());
        consumer.setProperty("client.id.prefix", clientId);
        consumer.setProperty("auto.offset.reset", "earliest");
        consumer.setProperty("enable.auto.commit", "false");
        consumer.setProperty("key.deserializer", ByteArrayDeserializer.class.getName());
        consumer.setProperty("value.deserializer", ByteArrayDeserializer.class.getName());
        return consumer;
    }

    public KafkaSink<EncodedRecord> alerts() {
        KafkaSinkBuilder<EncodedRecord> sink = sink(record(Topics.ALERTS), new Properties());
        if (settings.delivery() == DetectionSettings.Delivery.EXACTLY_ONCE) {
            sink.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                    .setTransactionalIdPrefix(settings.groupId())
                    .setProperty("transaction.timeout.ms", Long.toString(LONGEST_WAIT.toMillis()));
        } else {
            sink.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE);
        }
        return sink.build();
    }

    /** A reference that is written again replaces itself: at least once is enough. */
    public KafkaSink<EncodedRecord> references() {
        return sink(record(Topics.REFERENCES), new Properties())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }

    public KafkaSink<DeadLetter> deadLetters() {
        Properties wide = new Properties();
        wide.setProperty("max.request.size", Integer.toString(16 << 20));
        return sink(KafkaConnections::deadLetter, wide)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }

    /** A pulse that is lost is followed by another: no checkpoint waits for it. */
    public KafkaSink<Tuple2<Integer, byte[]>> pulses() {
        Properties small = new Properties();
        small.setProperty("buffer.memory", Integer.toString(1 << 20));
        return sink(KafkaConnections::pulse, small)
                .setDeliveryGuarantee(DeliveryGuarantee.NONE)
                .build();
    }

    /** Records of a run have its id as their key, so that they stay in order. */
    private static KafkaRecordSerializationSchema<EncodedRecord> record(Topic<?> topic) {
        String name = topic.name();
        return (encoded, context, timestamp) ->
                new ProducerRecord<>(name, encoded.runId.getBytes(StandardCharsets.UTF_8), encoded.value);
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(
            DeadLetter letter, KafkaRecordSerializationSchema.KafkaSinkContext context, Long timestamp) {
        return DeadLetterRecord.of(
                new Place(letter.topic, letter.partition, letter.offset, letter.timestampMillis),
                letter.key,
                letter.value,
                new Reason(letter.stage, letter.errorClass, letter.errorMessage));
    }

    private static ProducerRecord<byte[], byte[]> pulse(
            Tuple2<Integer, byte[]> pulse, KafkaRecordSerializationSchema.KafkaSinkContext context, Long timestamp) {
        byte[] key = RunIds.PULSE.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(Topics.TELEMETRY.name(), pulse.f0, key, pulse.f1);
    }

    private <T> KafkaSinkBuilder<T> sink(KafkaRecordSerializationSchema<T> serializer, Properties additional) {
        Properties properties = settings.kafkaProperties();
        properties.setProperty("acks", "all");
        properties.setProperty("linger.ms", "0");
        properties.setProperty("max.block.ms", Long.toString(LONGEST_WAIT.toMillis()));
        properties.setProperty("delivery.timeout.ms", Long.toString(LONGEST_WAIT.toMillis()));
        properties.putAll(additional);
        return KafkaSink.<T>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setKafkaProducerConfig(properties)
                .setRecordSerializer(serializer);
    }
}
