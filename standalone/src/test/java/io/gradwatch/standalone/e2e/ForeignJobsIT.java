package io.gradwatch.standalone.e2e;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.kafka.testing.TestPorts;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.standalone.Main;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that know nothing of us beside {@code gradwatch up}, all as processes: their logs are attached, their output is,
 * and their MLflow clients are answered.
 */
@ExtendWith(SharedUp.class)
class ForeignJobsIT {

    /** Logs whose last row is NaN; {@code -Dgradwatch.rows=200} measures more of them. */
    private static final int LOGS = Integer.getInteger("gradwatch.rows", 20);

    private static final String HEALTHY = "1,2.5\n2,2.25\n3,2.0\n";

    @TempDir
    private Path folder;

    private final Set<String> alarmed = new HashSet<>();
    private final UpProcess up;
    private JavaProcesses processes;
    private KafkaConsumer<byte[], byte[]> alerts;

    ForeignJobsIT(UpProcess up) {
        this.up = up;
    }

    @BeforeEach
    void start() {
        processes = new JavaProcesses(folder);
        alerts = TestKafka.fromBeginning(up.kafka(), Topics.ALERTS.name());
    }

    @AfterEach
    void stop() throws Exception {
        alerts.close();
        processes.close();
    }

    @Test
    void rowOfNan_inALogThatIsAttached_isAnAlertThatCanBeRead() throws Exception {
        Path logs = Files.createDirectories(folder.resolve("jobs"));
        for (int log = 0; log < LOGS; log++) {
            Files.writeString(logs.resolve("job-" + log + ".csv"), "step,loss\n" + HEALTHY);
        }
        processes.start("attach", Main.class.getName(), attach(logs.toString()));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Files.readString(folder.resolve("attach.log")))
                        .as(processes::logs)
                        .contains(IntStream.range(0, LOGS)
                                .mapToObj(log -> "jobs/job-" + log + ": 3 rows")
                                .toList()));
        List<Long> millis = new ArrayList<>();
        for (int log = 0; log < LOGS; log++) {
            long writtenNanos = System.nanoTime();
            Files.writeString(logs.resolve("job-" + log + ".csv"), "4,nan\n", StandardOpenOption.APPEND);
            awaitAlert("jobs/job-" + log);
            millis.add(Duration.ofNanos(System.nanoTime() - writtenNanos).toMillis());
        }
        millis.sort(null);
        System.out.printf(
                Locale.ROOT,
                "row written to alert readable: n %d, p50 %d ms, p90 %d ms, max %d ms%n",
                LOGS,
                millis.get(LOGS / 2),
                millis.get(LOGS * 9 / 10),
                millis.get(LOGS - 1));
    }

    @Test
    void outputOfAJob_isPassedOn_andAlarmedOn_andItsEndIsOurs() throws Exception {
        List<String> arguments = new ArrayList<>(attach("-"));
        arguments.addAll(List.of("--tee", "--preset", "nanogpt", "--run", "piped"));
        Process attach = processes.start("pipe", Main.class.getName(), arguments);
        attach.getOutputStream()
                .write("compiling\niter 0: loss 2.5\niter 1: loss nan\n".getBytes(StandardCharsets.UTF_8));
        attach.getOutputStream().flush();
        awaitAlert("piped");
        processes.awaitLog("pipe", "compiling\niter 0: loss 2.5\niter 1: loss nan\n");
        attach.getOutputStream().close();
        assertThat(attach.waitFor()).as(processes::logs).isZero();
        processes.awaitLog("pipe", "piped: 2 rows, to step 1, ended");
    }

    @Test
    void brokenConfiguration_doesNotKillTheJobWhosePipeIsRead() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "kafkaa: 1\n");
        Process attach =
                processes.start("wrong", Main.class.getName(), List.of("attach", "-", "--tee", "--config", "" + wrong));
        attach.getOutputStream().write("iter 0: loss 2.5\n".getBytes(StandardCharsets.UTF_8));
        attach.getOutputStream().flush();
        processes.awaitLog("wrong", "iter 0: loss 2.5");
        assertThat(attach.isAlive()).isTrue();
        attach.getOutputStream().close();
        assertThat(attach.waitFor()).isEqualTo(1);
    }

    @Test
    void mlflowClients_areAnsweredByUp_andByAnAgentAtThePortOfItsOption() throws Exception {
        String ofUp = lose(up.mlflowPort());
        awaitAlert(ofUp);
        int other = TestPorts.free();
        Path config = Files.writeString(
                folder.resolve("agent.yaml"), """
                kafka:
                  bootstrap-servers: %s
                agent:
                  spool-folder: %s
                """.formatted(up.kafka(), folder.resolve("agent/spool")));
        processes.start(
                "agent",
                Main.class.getName(),
                List.of(
                        "agent",
                        "--config=" + config,
                        "--socket=" + folder.resolve("agent.sock"),
                        "--mlflow=" + other));
        processes.awaitLog("agent", "MLFLOW_TRACKING_URI=http://127.0.0.1:" + other);
        awaitAlert(lose(other));
    }

    private List<String> attach(String place) {
        return List.of(
                "attach",
                place,
                "--bootstrap-servers=" + up.kafka(),
                "--state=" + folder.resolve("state-" + place.length()));
    }

    /** A run of an MLflow client whose loss is NaN at its second step. */
    private static String lose(int port) throws Exception {
        String made = post(port, "runs/create", "{\"experiment_id\": \"0\", \"run_name\": \"mlp\"}");
        Matcher id = Pattern.compile("\"run_id\":\"([0-9a-f]{32})\"").matcher(made);
        assertThat(id.find()).as(made).isTrue();
        for (String value : List.of("2.5", "NaN")) {
            String step = value.equals("NaN") ? "1" : "0";
            post(
                    port,
                    "runs/log-metric",
                    "{\"run_id\": \"" + id.group(1) + "\", \"key\": \"loss\", \"value\": " + value + ", \"step\": "
                            + step + ", \"timestamp\": 1700000000000}");
        }
        return id.group(1);
    }

    private static String post(int port, String path, String body) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/2.0/mlflow/" + path))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private void awaitAlert(String run) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .untilAsserted(() -> {
                    poll();
                    assertThat(alarmed).as(processes::logs).contains(run);
                });
    }

    private void poll() throws UnreadableRecordException {
        for (ConsumerRecord<byte[], byte[]> record : alerts.poll(Duration.ofMillis(50))) {
            Alert alert = Topics.ALERTS.codec().decode(record.value());
            if (alert.getAlertClass().equals("nan")) {
                alarmed.add(alert.getRunId());
            }
        }
    }
}
