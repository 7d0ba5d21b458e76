package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.standalone.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python jobs that train and are over, by themselves or killed, while {@code gradwatch up} is away. */
class PythonWhileUpIsAwayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path PACKAGE = Path.of("..", "producer-agent", "python", "src");
    private static final Path JOB = Path.of("src", "test", "python", "steady_job.py");
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    private Path folder;

    private final int kafkaPort = JavaProcesses.freePort();
    private JavaProcesses processes;
    private Process job;

    @BeforeEach
    void pythonIsThere() {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is missing");
        processes = new JavaProcesses(folder);
    }

    @AfterEach
    void stop() throws Exception {
        if (job != null) {
            job.destroyForcibly().waitFor();
        }
        processes.close();
    }

    @Test
    void recordsOfRunsThatWereOver_areInTheTopicOnce_withTheirEnds() throws Exception {
        int steps = 400;
        BufferedReader lines = job("over", steps, 1);
        assertThat(lines.readLine()).isEqualTo("training");
        assertThat(lines.readLine()).startsWith("dropped 0 ");
        assertThat(job.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        job("killed", 20_000, 100);
        await().atMost(PATIENCE).until(() -> liveBytes() > 20_000);
        job.destroyForcibly().waitFor();

        up();
        List<Telemetry> records = of("over");
        assertThat(records.stream().map(record -> record.getOrigin().getSequence()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(TelemetryTopic.steps(records))
                .isEqualTo(LongStream.range(0, steps).boxed().toList());
        assertThat(TelemetryTopic.events(records, RunStarted.class)).isNotEmpty();
        RunEnded end = TelemetryTopic.events(records, RunEnded.class).get(0);
        assertThat(end.getOutcome()).isEqualTo(Outcome.FINISHED);
        assertThat(end.getDroppedRecords()).isZero();

        List<Telemetry> killed = of("killed");
        List<Long> sent = TelemetryTopic.steps(killed);
        assertThat(sent).isEqualTo(LongStream.range(0, sent.size()).boxed().toList());
        assertThat(TelemetryTopic.events(killed, RunEnded.class).get(0).getOutcome())
                .isEqualTo(Outcome.KILLED);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(late()).isEmpty());
    }

    private List<Telemetry> of(String run) {
        try (TelemetryTopic topic = new TelemetryTopic("127.0.0.1:" + kafkaPort)) {
            return topic.ended(run);
        }
    }

    private List<Path> late() throws IOException {
        Path late = folder.resolve("late");
        if (Files.notExists(late)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(late)) {
            return files.toList();
        }
    }

    private long liveBytes() throws IOException {
        long bytes = 0;
        for (Path file : late()) {
            bytes += file.toString().endsWith(".live") ? Files.size(file) : 0;
        }
        return bytes;
    }

    private void up() throws Exception {
        Path config = Files.writeString(folder.resolve("up.yaml"), """
                data-folder: %s
                kafka:
                  port: %d
                agent:
                  socket: %s
                fleet:
                  port: 0
                """.formatted(
                        folder.resolve("data"), kafkaPort, folder.resolve("agent.sock")));
        processes.start("up", Main.class.getName(), List.of("up", "--config", config.toString()));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(folder.resolve("up.log")).content().contains("Gradwatch is up"));
    }

    private BufferedReader job(String name, int steps, int seconds) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(PYTHON, JOB.toString(), name, "" + steps, "" + seconds)
                .redirectError(folder.resolve("job-" + name + ".log").toFile());
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment().put("PYTHONPATH", PACKAGE.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("GRADWATCH_AGENT", "unix:" + folder.resolve("agent.sock"));
        job = builder.start();
        return job.inputReader();
    }
}
