package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.standalone.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real PyTorch jobs with planted faults beside {@code gradwatch up}: what people are told of them. */
class PythonJobsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path PACKAGE = Path.of("..", "producer-agent", "python", "src");
    private static final Path JOB = Path.of("src", "test", "python", "digits_job.py");
    private static final Path RANKS = Path.of("src", "test", "python", "ranks_job.py");
    private static final Path DIGITS = Path.of("src", "main", "resources", "digits", "digits.csv.gz");
    private static final String[] BLOWN_UP = {"loss_spike", "diverging", "exploding", "nan"};
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    private Path folder;

    private final List<Process> jobs = new ArrayList<>();
    private final int kafkaPort = JavaProcesses.freePort();
    private LoopbackSlack slack;
    private JavaProcesses processes;

    @BeforeAll
    static void pyTorchIsThere() throws Exception {
        boolean there = Files.isExecutable(Path.of(PYTHON))
                && new ProcessBuilder(PYTHON, "-c", "import torch")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
        assumeTrue(there, PYTHON + " has no PyTorch (Debian: python3-torch)");
    }

    @BeforeEach
    void start() throws Exception {
        slack = new LoopbackSlack();
        processes = new JavaProcesses(folder);
        up("up-1");
    }

    @AfterEach
    void stop() throws Exception {
        jobs.forEach(Process::destroyForcibly);
        processes.close();
        slack.close();
    }

    @Test
    void plantedFaults_areTold_andTheHealthyJobOnlyWhatItSaysItself() throws Exception {
        ended(job("none"));
        ended(job("rate"));
        ended(job("exception"));
        Process endless = job("endless");
        assertThat(endless.inputReader().readLine()).as(processes::logs).isEqualTo("training");
        endless.destroyForcibly().waitFor();

        awaitTold("python-rate", BLOWN_UP);
        awaitTold("python-exception", "ValueError");
        awaitTold("python-endless", "killed from outside");
        awaitTold("python-none", "halfway there");
        assertThat(told("python-none")).hasSize(1);
    }

    @Test
    void agentAndKafkaKilledInMidTraining_theJobGoesOn_andNothingIsLost() throws Exception {
        Path begin = folder.resolve("begin");
        Process job = job("late", begin.toString());
        BufferedReader lines = job.inputReader();
        assertThat(lines.readLine()).as(processes::logs).isEqualTo("training");
        processes.kill("up-1");
        up("up-2");
        Files.createFile(begin);

        assertThat(lines.readLine()).as(processes::logs).isEqualTo("dropped 0");
        awaitTold("python-late", BLOWN_UP);
    }

    @Test
    void ranksOfOneJob_theFirstSpeaks_andTheStragglerIsTold() throws Exception {
        int port = JavaProcesses.freePort();
        for (int rank = 0; rank < 2; rank++) {
            ProcessBuilder builder = new ProcessBuilder(PYTHON, RANKS.toString(), "python-ranks", "250")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("rank-" + rank + ".log").toFile());
            environment(builder);
            builder.environment().put("RANK", "" + rank);
            builder.environment().put("WORLD_SIZE", "2");
            builder.environment().put("MASTER_ADDR", "127.0.0.1");
            builder.environment().put("MASTER_PORT", "" + port);
            jobs.add(builder.start());
        }
        for (Process rank : jobs) {
            ended(rank);
            assertThat(rank.exitValue()).as(processes::logs).isZero();
        }
        awaitTold("python-ranks", "Rank 1", "rank 1");
        List<Telemetry> records;
        try (TelemetryTopic topic = new TelemetryTopic("127.0.0.1:" + kafkaPort)) {
            records = topic.await(
                    "python-ranks", found -> TelemetryTopic.steps(found).size() >= 2 * 250);
        }
        assertThat(records.stream().map(record -> record.getOrigin().getRank()).distinct())
                .containsExactlyInAnyOrder(0, 1);
        // The loss of rank 1 diverges, but rank 0 speaks for the job.
        assertThat(told("python-ranks"))
                .noneMatch(message -> List.of(BLOWN_UP).stream().anyMatch(message::contains));
    }

    private void up(String name) throws Exception {
        Path config = Files.writeString(folder.resolve("gradwatch.yaml"), """
                data-folder: %s
                kafka:
                  port: %d
                agent:
                  socket: %s
                alerting:
                  group-wait: 100ms
                  receivers:
                    - name: slack
                      slack: {url: '%s'}
                """.formatted(
                        folder.resolve("data"), kafkaPort, socket(), slack.webhook()));
        processes.start(name, Main.class.getName(), List.of("up", "--config", config.toString()));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(folder.resolve(name + ".log")).content().contains("Gradwatch is up"));
    }

    private Path socket() {
        return folder.resolve("agent.sock");
    }

    private Process job(String fault, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(PYTHON, JOB.toString(), DIGITS.toString(), fault));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("job-" + fault + ".log").toFile());
        environment(builder);
        Process job = builder.start();
        jobs.add(job);
        return job;
    }

    private void environment(ProcessBuilder builder) {
        builder.environment().put("PYTHONPATH", PACKAGE.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("GRADWATCH_AGENT", "unix:" + socket());
        builder.environment().put("OMP_NUM_THREADS", "1");
    }

    private void ended(Process job) throws InterruptedException {
        assertThat(job.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(processes::logs)
                .isTrue();
    }

    private void awaitTold(String run, String... oneOf) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(told(run))
                        .as(() -> "told of " + run + "; the logs:\n" + processes.logs())
                        .anyMatch(message -> List.of(oneOf).stream().anyMatch(message::contains)));
    }

    private List<String> told(String run) {
        return slack.posted().stream()
                .map(message -> message.body().toString())
                .filter(message -> message.contains("id " + run))
                .toList();
    }
}
