package io.gradwatch.kafka;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupIT {

    /** So many that the broker opens the logs of the last ones long after it knows of the first ones. */
    private static final int PARTITIONS = 12;

    @TempDir
    private Path folder;

    /**
     * A producer that never tries again shows what one that does must not meet: the first record of a batch refused.
     */
    @Test
    void everyPartitionOfTheNewTopics_takesTheFirstRecordAtOnce() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            TopicSetup.createMissing(broker.bootstrapServers(), PARTITIONS, (short) 1);
            try (KafkaProducer<byte[], byte[]> producer = producer(broker.bootstrapServers())) {
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                for (Topic<?> topic : Topics.ALL) {
                    for (int partition = 0; partition < (topic.onePartition() ? 1 : PARTITIONS); partition++) {
                        sent.add(producer.send(new ProducerRecord<>(topic.name(), partition, new byte[1], null)));
                    }
                }
                assertThat(refusals(sent)).isEmpty();
            }
            TopicSetup.createMissing(broker.bootstrapServers(), PARTITIONS, (short) 1);
        }
    }

    private static List<String> refusals(List<Future<RecordMetadata>> sent) throws Exception {
        List<String> refusals = new ArrayList<>();
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                refusals.add(e.getCause().toString());
            }
        }
        return refusals;
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "retries", 0, "enable.idempotence", false);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
