package io.gradwatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real broker is started again on a folder in which small files are damaged. */
@Execution(ExecutionMode.CONCURRENT)
class DamagedBrokerIT {

    private static final String TOPIC = "training.alerts.v1";
    private static final String METADATA_LOG = "__cluster_metadata-0/00000000000000000000.log";

    @TempDir
    private Path folder;

    private long sent;

    /** An attempt of Kafka to end the process fails the test instead. */
    @BeforeAll
    static void endNoProcess() {
        Exit.setHaltProcedure((code, message) -> {
            throw new IllegalStateException("Kafka ends the process");
        });
    }

    @AfterAll
    static void endAgain() {
        Exit.resetHaltProcedure();
    }

    @BeforeEach
    void fill() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            TopicSetup.createMissing(broker.bootstrapServers(), 1, (short) 1);
            send(broker);
        }
    }

    @Test
    void smallFilesOfGarbage_endNoStart_andNoRecordIsLost() throws Exception {
        for (String name : new String[] {
            "meta.properties",
            "bootstrap.checkpoint",
            "recovery-point-offset-checkpoint",
            "log-start-offset-checkpoint",
            "replication-offset-checkpoint",
            "cleaner-offset-checkpoint",
            "__cluster_metadata-0/quorum-state",
            "__cluster_metadata-0/partition.metadata",
            "__cluster_metadata-0/leader-epoch-checkpoint",
            "__cluster_metadata-0/00000000000000000005-0000000001.checkpoint",
            TOPIC + "-0/partition.metadata",
            TOPIC + "-0/leader-epoch-checkpoint"
        }) {
            byte[] garbage = new byte[60];
            new Random(name.hashCode()).nextBytes(garbage);
            Files.write(folder.resolve(name), garbage);
            startAndSend();
        }
    }

    @Test
    void smallFilesCutInHalf_endNoStart_andNoRecordIsLost() throws Exception {
        for (String name : new String[] {
            "meta.properties",
            "bootstrap.checkpoint",
            "recovery-point-offset-checkpoint",
            "replication-offset-checkpoint",
            "__cluster_metadata-0/quorum-state",
            "__cluster_metadata-0/partition.metadata"
        }) {
            byte[] whole = Files.readAllBytes(folder.resolve(name));
            Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length / 2));
            startAndSend();
        }
    }

    @Test
    void offsetsOfManyPartitions_areNoDamage() throws Exception {
        StringBuilder text = new StringBuilder("0\n5000\n");
        for (int partition = 0; partition < 5000; partition++) {
            text.append("other.topic ").append(partition).append(" 0\n");
        }
        Files.writeString(folder.resolve("recovery-point-offset-checkpoint"), text);
        startAndSend();
        assertThat(folder.resolve("recovery-point-offset-checkpoint.damaged")).doesNotExist();
    }

    @Test
    void filesThatWereNeverWritten_areNoDamage() throws Exception {
        for (String name : List.of("cleaner-offset-checkpoint", "log-start-offset-checkpoint")) {
            Files.write(folder.resolve(name), new byte[0]);
            startAndSend();
            assertThat(folder.resolve(name + ".damaged")).doesNotExist();
        }
    }

    @Test
    void damagedMetadataLog_isRefusedByName_andChangesNothing() throws IOException {
        Path log = folder.resolve("__cluster_metadata-0/00000000000000000000.log");
        byte[] whole = Files.readAllBytes(log);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 0x40;
        Files.write(log, flipped);

        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            assertThatThrownBy(broker::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(log + " is damaged at byte")
                    .hasMessageContaining("Nothing was changed");
        }
        assertThat(folder.resolve(TOPIC + "-0")).isDirectory();
    }

    @Test
    void zerosBehindTheMetadataLog_endNoStart_andNoRecordIsLost() throws Exception {
        Path log = folder.resolve(METADATA_LOG);
        for (boolean closed : new boolean[] {true, false}) {
            Files.write(log, new byte[4096], StandardOpenOption.APPEND);
            if (!closed) {
                Files.delete(folder.resolve(".kafka_cleanshutdown"));
            }
            startAndSend();
        }
    }

    @Test
    void cutLastBatchOfAMetadataLogThatWasNotClosed_endsNoStart() throws Exception {
        Path log = folder.resolve(METADATA_LOG);
        Files.write(log, Arrays.copyOf(new byte[] {0, 0, 0, 0, 0, 0, 1}, 30), StandardOpenOption.APPEND);
        byte[] whole = Files.readAllBytes(log);
        whole[whole.length - 30 + 11] = 100;
        Files.write(log, whole);
        Files.delete(folder.resolve(".kafka_cleanshutdown"));
        startAndSend();
    }

    @Test
    void shortenedMetadataLog_isRefusedByName() throws IOException {
        Path log = folder.resolve(METADATA_LOG);
        byte[] whole = Files.readAllBytes(log);
        for (int length : new int[] {0, 1500, whole.length - 1}) {
            Files.write(log, Arrays.copyOf(whole, length));
            assertRefused(log + " has " + length + " bytes of the " + whole.length);
        }
        Files.delete(folder.resolve(".kafka_cleanshutdown"));
        assertRefused(log + " has ");

        Files.delete(log);
        assertRefused(log + " is missing");
    }

    @Test
    void damagedSnapshotOfAMetadataLogWithoutItsBeginning_isRefusedByName() throws IOException {
        Path log = folder.resolve(METADATA_LOG);
        Path snapshot = log.resolveSibling("00000000000000000005-0000000001.checkpoint");
        byte[] flipped = Files.readAllBytes(log);
        flipped[flipped.length / 2] ^= 0x40;
        Files.write(snapshot, flipped);
        Files.move(log, log.resolveSibling("00000000000000000005.log"));

        assertRefused(snapshot + " is damaged: ");
        assertThat(snapshot).exists();
    }

    @Test
    void damagedCopies_areNotPutBack_andDamagedFilesAreAllKept() throws Exception {
        Path partition = folder.resolve(TOPIC + "-0/partition.metadata");
        for (int time = 0; time < 2; time++) {
            Files.writeString(partition, "garbage");
            startAndSend();
        }
        assertThat(partition.resolveSibling("partition.metadata.damaged")).exists();
        assertThat(partition.resolveSibling("partition.metadata.damaged-2")).exists();

        for (Path file : List.of(partition, folder.resolve("meta.properties"))) {
            byte[] whole = Files.readAllBytes(file);
            Files.writeString(file, "garbage");
            Files.writeString(file.resolveSibling(file.getFileName() + ".copy"), "");
            assertRefused(file + " is damaged");
            assertThat(file).hasContent("garbage");
            Files.write(file, whole);
        }
    }

    @Test
    void portThatIsTakenMeanwhile_isSaid_andTheBrokerStartsWhenItIsFree() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            broker.stop();
            int port = Integer.parseInt(broker.bootstrapServers().replaceFirst(".*:", ""));
            try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThatThrownBy(broker::start)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("cannot listen at 127.0.0.1:" + port);
            }
            broker.start();
            send(broker);
        }
    }

    private void assertRefused(String message) {
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            assertThatThrownBy(broker::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(message);
        }
    }

    private void startAndSend() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            send(broker);
        }
    }

    private void send(EmbeddedBroker broker) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "max.block.ms",
                20_000,
                "request.timeout.ms",
                10_000,
                "delivery.timeout.ms",
                20_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            long offset = producer.send(new ProducerRecord<>(TOPIC, 0, null, new byte[100]))
                    .get()
                    .offset();
            assertThat(offset).as("all records before it are there").isEqualTo(sent++);
        }
    }
}
