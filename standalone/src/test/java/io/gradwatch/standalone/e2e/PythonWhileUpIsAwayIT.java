package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Telemetry;
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

/** Python jobs that train and are over, by themselves or killed, while {@code gradwatch up} is away. */
class PythonWhileUpIsAwayIT {

    @TempDir
    private Path folder;

    private UpProcess up;
    private PythonJobs jobs;

    @BeforeEach
    void pythonIsThere() {
        PythonJobs.assumePython();
        up = new UpProcess(folder);
        jobs = new PythonJobs(folder, up.agentSocket());
    }

    @AfterEach
    void stop() throws Exception {
        if (up != null) {
            jobs.close();
            up.close();
        }
    }

    @Test
    void recordsOfRunsThatWereOver_areInTheTopicOnce_withTheirEnds() throws Exception {
        int steps = 400;
        Process over = job("over", steps, 1);
        BufferedReader lines = over.inputReader();
        assertThat(lines.readLine()).isEqualTo("training");
        assertThat(lines.readLine()).startsWith("dropped 0 ");
        PythonJobs.awaitEnd(over);

        Process killed = job("killed", 20_000, 100);
        await().atMost(UpProcess.PATIENCE).until(() -> liveBytes() > 20_000);
        killed.destroyForcibly().waitFor();

        up.start();
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

        List<Telemetry> ofKilled = of("killed");
        List<Long> sent = TelemetryTopic.steps(ofKilled);
        assertThat(sent).isEqualTo(LongStream.range(0, sent.size()).boxed().toList());
        assertThat(TelemetryTopic.events(ofKilled, RunEnded.class).get(0).getOutcome())
                .isEqualTo(Outcome.KILLED);
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(late()).isEmpty());
    }

    private List<Telemetry> of(String run) {
        try (TelemetryTopic topic = new TelemetryTopic(up.kafka())) {
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

    private Process job(String name, int steps, int seconds) throws IOException {
        Map<String, String> home = Map.of("HOME", folder.resolve("home").toString());
        return jobs.start(name, home, "steady_job.py", name, "" + steps, "" + seconds);
    }
}
