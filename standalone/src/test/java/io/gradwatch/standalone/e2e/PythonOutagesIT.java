package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Python jobs beside {@code gradwatch agent}, whose Kafka is away and whose spool is full, and jobs that are over while
 * {@code gradwatch up} is away; all are processes.
 */
class PythonOutagesIT {

    /** Length of Kafka's outage; {@code -Dgradwatch.away=60} makes it longer. */
    private static final int AWAY_SECONDS = Integer.getInteger("gradwatch.away", 6);

    private static final int STEPS_A_SECOND = 200;

    @TempDir
    private Path folder;

    private UpProcess up;
    private PythonJobs jobs;

    @BeforeEach
    void pythonIsThere() {
        PythonJobs.assumePython();
        up = new UpProcess(folder);
        jobs = new PythonJobs(folder, agentSocket());
    }

    @AfterEach
    void stop() throws Exception {
        if (up != null) {
            jobs.close();
            up.close();
        }
    }

    @Test
    void kafkaGoesAwayInMidTraining_everyStepIsInTheTopicInOrder() throws Exception {
        int steps = AWAY_SECONDS * STEPS_A_SECOND;
        up.start();
        agent("1GiB");
        // All but the first tenth, and its end, is logged while Kafka is away.
        BufferedReader lines = job("away", steps, AWAY_SECONDS);
        assertThat(lines.readLine()).as(up.processes()::logs).isEqualTo("training");
        up.kill();
        assertThat(lines.readLine()).as(up.processes()::logs).startsWith("dropped 0 ");

        up.start();
        List<Telemetry> records = TelemetryTopic.withoutRepeats(ended("away"));
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
        assertThat(lines.readLine()).as(up.processes()::logs).isEqualTo("training");
        assertThat(lines.readLine()).as(up.processes()::logs).startsWith("dropped 0 ");

        up.start();
        List<Telemetry> records = TelemetryTopic.withoutRepeats(ended("full"));
        long dropped = TelemetryTopic.events(records, RunEnded.class).get(0).getDroppedRecords();
        List<Long> sent = TelemetryTopic.steps(records);
        assertThat(dropped).isPositive();
        assertThat(sent).isSorted().doesNotHaveDuplicates();
        // Heartbeats for which there was no room are among the dropped records.
        assertThat(sent.size() + dropped).isBetween((long) steps, steps + 10L);
    }

    @Test
    void recordsOfRunsThatWereOver_areInTheTopicOnce_withTheirEnds() throws Exception {
        int steps = 400;
        Process over = jobOfUp("over", steps, 1);
        BufferedReader lines = over.inputReader();
        assertThat(lines.readLine()).isEqualTo("training");
        assertThat(lines.readLine()).startsWith("dropped 0 ");
        PythonJobs.awaitEnd(over);

        Process killed = jobOfUp("killed", 20_000, 100);
        await().atMost(UpProcess.PATIENCE).until(() -> liveBytes() > 20_000);
        killed.destroyForcibly().waitFor();

        up.start();
        List<Telemetry> records = ended("over");
        assertThat(records.stream().map(record -> record.getOrigin().getSequence()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(TelemetryTopic.steps(records))
                .isEqualTo(LongStream.range(0, steps).boxed().toList());
        assertThat(TelemetryTopic.events(records, RunStarted.class)).isNotEmpty();
        RunEnded end = TelemetryTopic.events(records, RunEnded.class).get(0);
        assertThat(end.getOutcome()).isEqualTo(Outcome.FINISHED);
        assertThat(end.getDroppedRecords()).isZero();

        List<Telemetry> ofKilled = ended("killed");
        List<Long> sent = TelemetryTopic.steps(ofKilled);
        assertThat(sent).isEqualTo(LongStream.range(0, sent.size()).boxed().toList());
        assertThat(TelemetryTopic.events(ofKilled, RunEnded.class).get(0).getOutcome())
                .isEqualTo(Outcome.KILLED);
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(late()).isEmpty());
    }

    private List<Telemetry> ended(String run) {
        try (TelemetryTopic topic = new TelemetryTopic(up.kafka())) {
            return topic.ended(run);
        }
    }

    /** Socket of an agent other than that of {@code gradwatch up}. */
    private Path agentSocket() {
        return folder.resolve("agent.sock");
    }

    private void agent(String spoolLimit) throws Exception {
        Path config = Files.writeString(folder.resolve("agent.yaml"), """
                kafka:
                  bootstrap-servers: %s
                agent:
                  socket: %s
                  spool-folder: %s
                  spool-limit: %s
                """.formatted(
                        up.kafka(), agentSocket(), folder.resolve("spool"), spoolLimit));
        up.processes().start("agent", Main.class.getName(), List.of("agent", "--config", config.toString()));
        up.processes().awaitLog("agent", "The agent listens");
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

    private BufferedReader job(String name, int steps, int seconds) throws IOException {
        return jobs.start(name, "steady_job.py", name, "" + steps, "" + seconds).inputReader();
    }

    private Process jobOfUp(String name, int steps, int seconds) throws IOException {
        Map<String, String> environment =
                Map.of("HOME", folder.resolve("home").toString(), "GRADWATCH_AGENT", "unix:" + up.agentSocket());
        return jobs.start(name, environment, "steady_job.py", name, "" + steps, "" + seconds);
    }
}
