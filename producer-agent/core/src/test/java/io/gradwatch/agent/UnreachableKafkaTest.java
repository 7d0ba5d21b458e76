package io.gradwatch.agent;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.schema.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka that is not there, or that nobody can name: the job sees nothing of it. */
class UnreachableKafkaTest {

    /** Of the discard protocol: nothing listens there. */
    private static final String NOBODY = "127.0.0.1:9";

    @TempDir
    Path spool;

    @BeforeAll
    static void allowForALoadedMachine() {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    @AfterEach
    void noInterruptIsLeft() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {NOBODY, "no-such-host.invalid:9092", "not an address", ""})
    void unreachableKafka_neitherBlocksNorThrows(String bootstrapServers) {
        TrainingRun run = TrainingRun.start(
                RunDescription.named("job"),
                settings().bootstrapServers(bootstrapServers).build());
        for (long step = 0; step < 1_000; step++) {
            run.step(step).loss(0.5).publish();
        }
        run.evaluation(1_000, Split.TEST, 0.5, Map.of());
        await().until(() -> run.health().cause(), cause -> !cause.isEmpty());
        run.finish();
        run.fail(new IllegalStateException("too late to count"));
        run.close();
        run.close();

        assertThat(run.droppedRecords()).isZero();
        assertThat(run.spooledBytes()).isPositive();
        assertThat(run.health().ok()).isFalse();
        run.step(1_001).loss(1).publish();
        assertThat(run.droppedRecords()).as("what comes after the end").isEqualTo(1);
    }

    @Test
    void stepThatNobodyCompletes_neitherHoldsTheEndNorWhatComesAfterIt() {
        TrainingRun run = TrainingRun.start(
                RunDescription.named("job"),
                settings()
                        .bootstrapServers(NOBODY)
                        .closeTimeout(Duration.ofMillis(100))
                        .build());
        run.step(1).loss(0.5).handOver();
        run.step(2).loss(0.5).publish();
        run.close();
        assertThat(run.droppedRecords()).as("step 1 alone").isEqualTo(1);
    }

    @Test
    void noFolderForTheSpool_goesOnInMemoryAndSaysSo() throws IOException {
        Path file = Files.createFile(spool.resolve("file"));
        TrainingRun run = TrainingRun.start(
                RunDescription.named("job"),
                settings().spoolFolder(file.resolve("spool")).build());
        run.step(1).loss(0.5).publish();
        await().until(() -> run.spooledBytes() > 0);
        run.close();
        assertThat(run.droppedRecords()).isZero();
    }

    @Test
    void fullSpool_dropsTheNewestStepsAndCounts() {
        TrainingRun run = TrainingRun.start(
                RunDescription.named("job"),
                settings().spoolLimitBytes(64 << 10).build());
        await().until(() -> {
            for (long step = 0; step < 500; step++) {
                run.step(step).loss(0.5).publish();
            }
            return run.droppedRecords() > 0 && run.spooledBytes() > 50_000;
        });
        run.close();
        assertThat(run.spooledBytes()).isLessThan(64 << 10);
        assertThat(run.health().droppedRecords()).isPositive();
    }

    @Test
    void nothingGiven_stillGivesARun() {
        try (TrainingRun run = TrainingRun.start(null, settings().build())) {
            assertThat(run.runId()).startsWith("run-");
            assertThat(run).hasToString("TrainingRun(" + run.runId() + ", " + NOBODY + ")");
            run.step(0).publish();
            run.stop();
        }
    }

    @Test
    void closeOnAnInterruptedThread_returnsAndKeepsTheInterrupt() {
        TrainingRun run = TrainingRun.start(
                null, settings().closeTimeout(Duration.ofMinutes(5)).build());
        // The agent outlives the test: its first file must not come while the folder is deleted.
        await().until(() -> run.spooledBytes() > 0);
        Thread.currentThread().interrupt();
        run.close();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void badKafkaPropertiesFile_isTheCauseOfTheTrouble() {
        Path missing = spool.resolve("kafka.properties");
        try (TrainingRun run =
                TrainingRun.start(null, settings().kafkaPropertiesFile(missing).build())) {
            await().until(() -> run.health().cause(), cause -> cause.contains(missing.toString()));
        }
    }

    private AgentSettings.Builder settings() {
        return AgentSettings.builder()
                .bootstrapServers(NOBODY)
                .spoolFolder(spool)
                .closeTimeout(Duration.ofMillis(100));
    }
}
