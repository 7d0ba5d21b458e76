package io.gradwatch.standalone.e2e;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.kafka.testing.TestPorts;
import io.gradwatch.schema.Telemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and messages about real PyTorch jobs with planted faults, beside {@code gradwatch up}. */
class PythonJobsIT {

    private static final Path DIGITS = Path.of("src", "main", "resources", "digits", "digits.csv.gz");
    private static final String[] BLOWN_UP = {"loss_spike", "diverging", "exploding", "nan"};

    @TempDir
    private Path folder;

    private LoopbackSlack slack;
    private UpProcess up;
    private PythonJobs jobs;

    @BeforeAll
    static void pyTorchIsThere() throws Exception {
        PythonJobs.assumePyTorch();
    }

    @BeforeEach
    void start() throws Exception {
        slack = new LoopbackSlack();
        up = new UpProcess(folder).with(NotifiedRuns.configuration(slack)).start();
        jobs = new PythonJobs(folder, up.agentSocket());
    }

    @AfterEach
    void stop() throws Exception {
        jobs.close();
        up.close();
        slack.close();
    }

    @Test
    void plantedFaults_areTold_andTheHealthyJobOnlyWhatItSaysItself() throws Exception {
        ended(job("none"));
        ended(job("rate"));
        ended(job("exception"));
        Process endless = job("endless");
        assertThat(endless.inputReader().readLine()).as(up.processes()::logs).isEqualTo("training");
        endless.destroyForcibly().waitFor();

        awaitNotified("python-rate", BLOWN_UP);
        awaitNotified("python-exception", "ValueError");
        awaitNotified("python-endless", "killed from outside");
        awaitNotified("python-none", "halfway there");
        assertThat(notified("python-none")).hasSize(1);
    }

    @Test
    void agentAndKafkaKilledInMidTraining_theJobGoesOn_andNothingIsLost() throws Exception {
        Path begin = folder.resolve("begin");
        Process job = job("late", begin.toString());
        BufferedReader lines = job.inputReader();
        assertThat(lines.readLine()).as(up.processes()::logs).isEqualTo("training");
        up.kill();
        up.start();
        Files.createFile(begin);

        assertThat(lines.readLine()).as(up.processes()::logs).isEqualTo("dropped 0");
        awaitNotified("python-late", BLOWN_UP);
    }

    @Test
    void ranksOfOneJob_theFirstSpeaks_andTheStragglerIsTold() throws Exception {
        int port = TestPorts.free();
        List<Process> ranks = new ArrayList<>();
        for (int rank = 0; rank < 2; rank++) {
            Map<String, String> environment =
                    Map.of("RANK", "" + rank, "WORLD_SIZE", "2", "MASTER_ADDR", "127.0.0.1", "MASTER_PORT", "" + port);
            ranks.add(jobs.start("rank-" + rank, environment, "ranks_job.py", "python-ranks", "250"));
        }
        for (Process rank : ranks) {
            ended(rank);
            assertThat(rank.exitValue()).as(up.processes()::logs).isZero();
        }
        awaitNotified("python-ranks", "Rank 1", "rank 1");
        List<Telemetry> records;
        try (TelemetryTopic topic = new TelemetryTopic(up.kafka())) {
            records = topic.await(
                    "python-ranks", found -> TelemetryTopic.steps(found).size() >= 2 * 250);
        }
        assertThat(records.stream().map(record -> record.getOrigin().getRank()).distinct())
                .containsExactlyInAnyOrder(0, 1);
        // The loss of rank 1 diverges, but rank 0 speaks for the job.
        assertThat(notified("python-ranks"))
                .noneMatch(message -> List.of(BLOWN_UP).stream().anyMatch(message::contains));
    }

    private Process job(String fault, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(DIGITS.toString(), fault));
        arguments.addAll(List.of(more));
        return jobs.start(fault, "digits_job.py", arguments.toArray(String[]::new));
    }

    private void ended(Process job) throws InterruptedException {
        assertThat(job.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(up.processes()::logs)
                .isTrue();
    }

    private void awaitNotified(String run, String... oneOf) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(notified(run))
                        .as(() -> "told of " + run + "; the logs:\n"
                                + up.processes().logs())
                        .anyMatch(message -> List.of(oneOf).stream().anyMatch(message::contains)));
    }

    private List<String> notified(String run) {
        return slack.posted().stream()
                .map(message -> message.body().toString())
                .filter(message -> message.contains("id " + run))
                .toList();
    }
}
