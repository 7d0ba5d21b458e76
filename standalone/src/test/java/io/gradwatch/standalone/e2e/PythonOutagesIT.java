package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.standalone.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python jobs beside {@code gradwatch agent}, whose Kafka is away and whose spool is full; all are processes. */
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
        assertThat(lines.readLine()).as(up.processes()::logs).isEqualTo("training");
        assertThat(lines.readLine()).as(up.processes()::logs).startsWith("dropped 0 ");

        up.start();
        List<Telemetry> records = ended("full");
        long dropped = TelemetryTopic.events(records, RunEnded.class).get(0).getDroppedRecords();
        List<Long> sent = TelemetryTopic.steps(records);
        assertThat(dropped).isPositive();
        assertThat(sent).isSorted().doesNotHaveDuplicates();
        // Heartbeats for which there was no room are among the dropped records.
        assertThat(sent.size() + dropped).isBetween((long) steps, steps + 10L);
    }

    private List<Telemetry> ended(String run) {
        try (TelemetryTopic topic = new TelemetryTopic(up.kafka())) {
            return TelemetryTopic.withoutRepeats(topic.ended(run));
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

    private BufferedReader job(String name, int steps, int seconds) throws IOException {
        return jobs.start(name, "steady_job.py", name, "" + steps, "" + seconds).inputReader();
    }
}
