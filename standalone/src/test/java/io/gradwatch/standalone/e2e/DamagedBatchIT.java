package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every topic that a part of {@code up} reads begins with a batch whose bytes changed on the disk. */
class DamagedBatchIT {

    private static final List<Topic<?>> TOPICS = List.of(
            Topics.TELEMETRY,
            Topics.ALERTS,
            Topics.SETTINGS,
            Topics.REFERENCES,
            Topics.SILENCES,
            Topics.ACKNOWLEDGEMENTS);

    @TempDir
    private Path folder;

    @Test
    void detectionTablesHistoryAndAlerting_passOverIt_andSaySo() throws Exception {
        Path logs = folder.resolve("data/broker");
        try (EmbeddedBroker broker = new EmbeddedBroker(logs, 0)) {
            broker.start();
            TopicSetup.createMissing(broker.bootstrapServers(), 2, (short) 1);
            damageBeginnings(broker, logs);
        }
        try (UpProcess up = new UpProcess(folder)) {
            up.start();
            try (TrainingRun run = TrainingRun.start(
                    RunDescription.builder()
                            .runId("dies")
                            .project("p")
                            .name("dies")
                            .build(),
                    up.agent())) {
                for (int step = 0; step < 60; step++) {
                    run.step(step)
                            .loss(step < 50 ? 2.0 / (1 + step) : Double.NaN)
                            .publish();
                }
            }
            up.awaitOutput("finished, diverged (nan)", "runs", "--text", "dies");
            up.awaitOutput("nan", "alerts", "--run", "dies");
            up.awaitOutput("60", "sql", "--csv", "SELECT count(*) FROM steps WHERE run = 'dies'");
            up.awaitOutput("its log is damaged there; the alerts in them are told to nobody", "alerts", "--json");
        }
    }

    private static void damageBeginnings(EmbeddedBroker broker, Path logs) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Topic<?> topic : TOPICS) {
                for (PartitionInfo partition : producer.partitionsFor(topic.name())) {
                    producer.send(new ProducerRecord<>(
                                    topic.name(), partition.partition(), new byte[] {'k'}, new byte[100]))
                            .get();
                    flipLastByte(
                            logs.resolve(topic.name() + "-" + partition.partition() + "/00000000000000000000.log"));
                }
            }
        }
    }

    private static void flipLastByte(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            assertThat(file.length()).isPositive();
            file.seek(file.length() - 1);
            int before = file.read();
            file.seek(file.length() - 1);
            file.write(before ^ 0x20);
        }
    }
}
