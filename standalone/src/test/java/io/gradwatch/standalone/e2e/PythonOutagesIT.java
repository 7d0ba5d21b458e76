package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.standalone.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python jobs beside {@code gradwatch agent}, whose Kafka is away and whose spool is full; all are processes. */
class PythonOutagesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path PACKAGE = Path.of("..", "producer-agent", "python", "src");
    private static final Path JOB = Path.of("src", "test", "python", "steady_job.py");
    private static final String PYTHON = "/usr/bin/python3";
    /** How long Kafka is away; {@code -Dgradwatch.away=60} makes it longer. */
    private static final int AWAY_SECONDS = Integer.getInteger("gradwatch.away", 6);

    private static final int STEPS_A_SECOND = 200;

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
    void kafkaGoesAwayInMidTraining_everyStepIsInTheTopicInOrder() throws Exception {
        int steps = AWAY_SECONDS * STEPS_A_SECOND;
        up("up-1");
        agent("1GiB");
        // All but the first tenth, and its end, is logged while Kafka is away.
        BufferedReader lines = job("away", steps, AWAY_SECONDS);
        assertThat(lines.readLine()).as(processes::logs).isEqualTo("training");
        processes.kill("up-1");
        assertThat(lines.readLine()).as(processes::logs).startsWith("dropped 0 ");

        up("up-2");
        List<Telemetry> records = ended("away");
        assertThat(TelemetryTopic.steps(records))
                .isEqualTo(LongStream.range(0, steps).boxed().toList());
        assertThat(TelemetryTopic.events(records, RunEnded.class).get(0).getDroppedRecords())
                .isZero();
    }

    @Test
    void spoolIsFull_theJobGoesOn_andWhatIsLostIsCounted() throws Exception {
        int steps = 4_000;
        agent("64KiB");
        BufferedReader lines = job("full", steps, 4);
        assertThat(lines.readLine()).as(processes::logs).isEqualTo("training");
        assertThat(lines.readLine()).as(processes::logs).startsWith("dropped 0 ");

        up("up");
        List<Telemetry> records = ended("full");
        long dropped = TelemetryTopic.events(records, RunEnded.class).get(0).getDroppedRecords();
        List<Long> sent = TelemetryTopic.steps(records);
        assertThat(dropped).isPositive();
        assertThat(sent).isSorted().doesNotHaveDuplicates();
        // Heartbeats for which there was no room are among the dropped records.
        assertThat(sent.size() + dropped).isBetween((long) steps, steps + 10L);
    }

    private List<Telemetry> ended(String run) {
        try (TelemetryTopic topic = new TelemetryTopic("127.0.0.1:" + kafkaPort)) {
            return TelemetryTopic.withoutRepeats(topic.ended(run));
        }
    }

    private void up(String name) throws Exception {
        Path config = Files.writeString(
                folder.resolve("up.yaml"), """
                data-folder: %s
                kafka:
                  port: %d
                agent:
                  socket: %s
                """.formatted(folder.resolve("data"), kafkaPort, folder.resolve("up.sock")));
        processes.start(name, Main.class.getName(), List.of("up", "--config", config.toString()));
        awaitLog(name, "Gradwatch is up");
    }

    private void agent(String spoolLimit) throws Exception {
        Path config = Files.writeString(folder.resolve("agent.yaml"), """
                kafka:
                  bootstrap-servers: 127.0.0.1:%d
                agent:
                  socket: %s
                  spool-folder: %s
                  spool-limit: %s
                """.formatted(
                        kafkaPort, folder.resolve("agent.sock"), folder.resolve("spool"), spoolLimit));
        processes.start("agent", Main.class.getName(), List.of("agent", "--config", config.toString()));
        awaitLog("agent", "The agent listens");
    }

    private BufferedReader job(String name, int steps, int seconds) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(PYTHON, JOB.toString(), name, "" + steps, "" + seconds)
                .redirectError(folder.resolve("job.log").toFile());
        builder.environment().put("PYTHONPATH", PACKAGE.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("GRADWATCH_AGENT", "unix:" + folder.resolve("agent.sock"));
        job = builder.start();
        return job.inputReader();
    }

    private void awaitLog(String name, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(folder.resolve(name + ".log")).content().contains(text));
    }
}
