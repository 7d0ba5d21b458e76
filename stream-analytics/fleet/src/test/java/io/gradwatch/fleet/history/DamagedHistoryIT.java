package io.gradwatch.fleet.history;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.read.RowQueries;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The history of a real Kafka, of which files are damaged while it is closed. */
@Execution(ExecutionMode.CONCURRENT)
class DamagedHistoryIT {

    /** Nothing is merged, so that a test knows what is in which file. */
    private static final HistorySettings SETTINGS =
            new HistorySettings(100, Duration.ofSeconds(1), 1000, 100_000, Duration.ofMinutes(5), 0, 0, 512L << 20, 2);

    private static final int RUNS = 6;
    private static final TopicPartition ZERO = new TopicPartition(Topics.TELEMETRY.name(), 0);

    @TempDir
    private Path root;

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(2);

    private final Records records = new Records();
    private int sent;

    @BeforeEach
    void writeAHistory() throws Exception {
        for (int part = 0; part < 5; part++) {
            send(300);
            runUntil(sent);
        }
    }

    @Test
    void commitCutInHalf_isSetAside_andReadAgainFromTheTopic() throws Exception {
        Path commit = commits().get(1);
        cutInHalf(commit);

        runUntil(sent);

        assertThat(root.resolve("history/damaged/commits/" + ZERO + "/" + commit.getFileName()))
                .exists();
        send(60);
        assertThat(runUntil(sent)).isEmpty();
    }

    @Test
    void commitCutInHalf_whoseRecordsTheTopicHasNoMore_costsOnlyItsOwnRows() throws Exception {
        Path commit = commits().get(1);
        long lost = Long.parseLong(commits().get(2).getFileName().toString().substring(0, 20))
                - Long.parseLong(commit.getFileName().toString().substring(0, 20));
        cutInHalf(commit);
        deleteRecordsBefore(
                Long.parseLong(commits().get(3).getFileName().toString().substring(0, 20)));

        send(60);
        runUntil(sent - lost);

        try (History history = history()) {
            new HistoryMaintenance(history).sweep(java.time.Instant.now().plusSeconds(3600));
        }
        try (Stream<Path> aside = Files.walk(root.resolve("history/damaged/steps"))) {
            assertThat(aside.filter(file -> file.toString().endsWith(".parquet")))
                    .as("files that only the damaged commit named are kept")
                    .isNotEmpty();
        }
    }

    @Test
    void dataFileCutInHalf_isSetAside_andReadAgainFromTheTopic() throws Exception {
        cutInHalf(largestDataFile());

        assertThat(runUntil(sent, "is damaged: it has")).isNotEmpty();
    }

    @Test
    void dataFileWithFlippedBytes_failsNoQuestionForLong() throws Exception {
        Path file = largestDataFile();
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 20; at < bytes.length - 20; at += 7) {
            bytes[at] ^= 0x55;
        }
        Files.write(file, bytes);

        assertThat(runUntil(sent, "is damaged: it cannot be read")).isNotEmpty();
    }

    @Test
    void topicThatLostItsEnd_isWrittenOn_andTheHistoryKeepsWhatItHad() throws Exception {
        kafka.stop();
        Path log = kafka.folder().resolve(ZERO.toString());
        // As after a kill: Kafka looks through the log, and cuts what is not whole.
        Files.delete(kafka.folder().resolve(".kafka_cleanshutdown"));
        for (Path file : list(log)) {
            if (file.toString().endsWith(".log")) {
                try (RandomAccessFile segment = new RandomAccessFile(file.toFile(), "rw")) {
                    segment.setLength(segment.length() * 2 / 3);
                }
            }
        }
        kafka.start();

        assertThat(runUntil(sent, "it has lost records")).isNotEmpty();
        send(60);
        assertThat(runUntil(sent)).noneMatch(sentence -> sentence.contains("it has lost records"));
    }

    /** Runs the service until files and memory have so many steps, each once; returns the damage that it found. */
    private List<String> runUntil(long steps) throws IOException {
        return runUntil(steps, "");
    }

    /** The same, and until a sentence about damage contains {@code said}. */
    private List<String> runUntil(long steps, String said) throws IOException {
        try (History history = history();
                HistoryService service = new HistoryService(history, kafka.properties())) {
            service.start();
            // A question that meets a damaged file fails; the file is left out of the next.
            await().atMost(PATIENCE)
                    .ignoreException(IllegalStateException.class)
                    .untilAsserted(() -> {
                        assertThat(count(history, "count(*)")).isEqualTo(steps);
                        assertThat(count(history, "count(DISTINCT sequence)")).isEqualTo(steps);
                        assertThat(service.check()).isEmpty();
                        assertThat(String.join("\n", history.damage().found())).contains(said);
                    });
            return history.damage().found();
        }
    }

    private static long count(History history, String what) {
        long count = 0;
        for (int run = 0; run < RUNS; run++) {
            count += history.rows()
                    .ofRun(
                            HistoryTable.STEPS,
                            "run-" + run,
                            "SELECT " + what + " FROM " + RowQueries.ROWS + " WHERE run = $1 AND loss IS NOT NULL",
                            row -> row.getLong(1))
                    .get(0);
        }
        return count;
    }

    private History history() {
        return new History(root.resolve("history"), SETTINGS);
    }

    private List<Path> commits() throws IOException {
        return list(root.resolve("history/commits/" + ZERO)).stream()
                .filter(file -> file.toString().endsWith(".json"))
                .toList();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private Path largestDataFile() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("history/steps"))) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void cutInHalf(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
    }

    private void deleteRecordsBefore(long offset) throws Exception {
        try (Admin admin = Admin.create(kafka.properties())) {
            admin.deleteRecords(Map.of(ZERO, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    private void send(int count) {
        for (int i = 0; i < count; i++, sent++) {
            String run = "run-" + sent % RUNS;
            kafka.producer()
                    .send(new ProducerRecord<>(
                            Topics.TELEMETRY.name(),
                            run.getBytes(StandardCharsets.UTF_8),
                            records.step(run, 0, sent / RUNS, Math.sin(sent), Map.of())));
        }
        kafka.producer().flush();
    }
}
