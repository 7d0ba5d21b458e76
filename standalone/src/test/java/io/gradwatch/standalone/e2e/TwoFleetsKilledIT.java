package io.gradwatch.standalone.e2e;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.fleet.FleetMain;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.kafka.testing.TestPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of the fleet over one history and one real Kafka; one of them is killed while steps flow. */
class TwoFleetsKilledIT {

    /** Long enough for a busy machine to answer before it ends. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration ASKED_EVERY = Duration.ofMillis(100);
    private static final int RUNS = 40;
    private static final long PAUSE_NANOS = 40_000_000;

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(4);

    @TempDir
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final int[] ports = {TestPorts.free(), TestPorts.free()};
    private final AtomicBoolean sending = new AtomicBoolean(true);
    private final AtomicLong stepsOfEachRun = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private JavaProcesses processes;

    @BeforeEach
    void start() throws Exception {
        processes = new JavaProcesses(folder);
        Path shared = Files.createDirectories(folder.resolve("history"));
        for (int i = 0; i < 2; i++) {
            Path data = Files.createDirectories(folder.resolve("data-" + i));
            Files.createSymbolicLink(data.resolve("history"), shared);
            startFleet(i, data);
        }
        for (int port : ports) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> status(port, "/health") == 200);
        }
    }

    private void startFleet(int number, Path data) throws IOException {
        Path config = Files.writeString(
                folder.resolve("fleet-" + number + ".yaml"), """
                fleet:
                  port: %d
                  advertised-host: 127.0.0.1
                  peer-token: two-fleets-of-one-test
                  session-timeout: %ds
                  history:
                    flush-after: 2s
                """.formatted(ports[number], SESSION_TIMEOUT.toSeconds()));
        List<String> arguments = List.of(
                "--config",
                config.toString(),
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--data",
                data.toString());
        processes.start("fleet-" + number, FleetMain.class.getName(), arguments, List.of("-Xmx512m"));
    }

    @AfterEach
    void stop() throws Exception {
        sending.set(false);
        processes.close();
    }

    @Test
    void oneOfTwoProcessesKilled_noAnswerIsMissingForLongerThanTheSession_andEveryStepIsThereOnce() throws Exception {
        Thread steps = new Thread(this::sendSteps, "steps");
        steps.start();
        int survivor = ports[1];
        await().atMost(PATIENCE).ignoreExceptions().until(() -> share(ports[0]) > 0 && share(ports[1]) > 0);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> listed(survivor).isEmpty() && training(survivor).isEmpty() && pointsAreRecent(survivor));
        long killedAt = stepsOfEachRun.get();

        try (Gaps gaps = new Gaps(ASKED_EVERY)) {
            gaps.ask("list", () -> listed(survivor));
            gaps.ask("runs", () -> training(survivor));
            gaps.ask("points", () -> drawn(survivor, killedAt / 2));
            processes.kill("fleet-0");
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> share(survivor) == RUNS && pointsAreRecent(survivor));
            System.out.println("longest time without an answer: " + gaps.longest() + "\n" + gaps.problems());
            gaps.longest()
                    .forEach((question, gap) -> assertThat(gap)
                            .as(question + "\n" + gaps.problems())
                            .isLessThan(SESSION_TIMEOUT));
        }

        sending.set(false);
        steps.join();
        long sent = stepsOfEachRun.get();
        assertThat(sent).isGreaterThan(killedAt);
        String counts = "SELECT run, count(*), count(DISTINCT step), min(step), max(step) FROM steps GROUP BY run";
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(HttpTimeoutException.class)
                .untilAsserted(() -> assertThat(sql(survivor, counts)).isEqualTo(everyStepOnce(sent)));

        Process last = processes.end("fleet-1");
        assertThat(last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("it stops when told to")
                .isTrue();
        assertThat(parquet(counts.replace("FROM steps", "FROM files"))).isEqualTo(everyStepOnce(sent));
    }

    /** Each run makes a step, all acknowledged, before any makes the next. */
    private void sendSteps() {
        List<ScriptedRun> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(new ScriptedRun(kafka.producer(), "run-" + i, 0, 0).started());
        }
        for (long step = 0; sending.get(); step++) {
            for (ScriptedRun run : runs) {
                run.ago(0).step(step, 1.0 / (1 + step));
            }
            kafka.producer().flush();
            stepsOfEachRun.set(step + 1);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Runs for which an instance is active itself. */
    private int share(int port) throws Exception {
        JsonNode answer = json(port, "/internal/v1/runs", "two-fleets-of-one-test");
        return answer.path("total").asInt();
    }

    private String listed(int port) throws Exception {
        JsonNode answer = json(port, "/api/v1/runs?limit=1000&sort=name", null);
        boolean whole =
                answer.path("total").asInt() == RUNS && answer.path("runs").size() == RUNS;
        return whole ? "" : answer.has("error") ? answer.toString() : answer.path("total") + " runs";
    }

    private String training(int port) throws Exception {
        for (int i = 0; i < RUNS; i += 4) {
            JsonNode answer = json(port, "/api/v1/runs/run-" + i, null);
            if (!answer.path("state").asText().equals("training")) {
                return answer.has("error")
                        ? answer.toString()
                        : answer.path("state").asText();
            }
        }
        return "";
    }

    /** Problem of the next run's curve, run after run; empty where it is drawn far enough. */
    private String drawn(int port, long atLeast) throws Exception {
        long newest = newestPoint(port, "run-" + asked.getAndIncrement() % RUNS);
        return newest >= atLeast ? "" : newest < 0 ? "no points" : "points up to " + newest + " of " + atLeast;
    }

    /** All runs have points of the last seconds. */
    private boolean pointsAreRecent(int port) throws Exception {
        long before = stepsOfEachRun.get();
        if (before < 100) {
            return false;
        }
        for (int i = 0; i < RUNS; i++) {
            if (!drawn(port, before * 9 / 10).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private long newestPoint(int port, String run) throws Exception {
        JsonNode steps = json(port, "/api/v1/runs/" + run + "/points?series=loss&points=10", null)
                .path("last_step");
        return steps.isEmpty() ? -1 : steps.get(steps.size() - 1).asLong();
    }

    private static Map<String, List<Long>> everyStepOnce(long sent) {
        return java.util.stream.IntStream.range(0, RUNS)
                .boxed()
                .collect(Collectors.toMap(i -> "run-" + i, i -> List.of(sent, sent, 0L, sent - 1)));
    }

    private Map<String, List<Long>> sql(int port, String query) throws Exception {
        String body = new ObjectMapper().writeValueAsString(Map.of("query", query));
        HttpRequest request =
                request(port, "/api/v1/sql").POST(BodyPublishers.ofString(body)).build();
        JsonNode rows = new ObjectMapper()
                .readTree(http.send(request, BodyHandlers.ofByteArray()).body())
                .path("rows");
        Map<String, List<Long>> found = new java.util.HashMap<>();
        for (JsonNode row : rows) {
            found.put(
                    row.get(0).asText(),
                    List.of(
                            row.get(1).asLong(),
                            row.get(2).asLong(),
                            row.get(3).asLong(),
                            row.get(4).asLong()));
        }
        return found;
    }

    /** As a reader without Gradwatch does it: the files that the list names, and no others. */
    private Map<String, List<Long>> parquet(String query) throws Exception {
        Path history = folder.resolve("history");
        String files = Files.readAllLines(history.resolve("current/steps.csv")).stream()
                .skip(1)
                .map(line -> "'" + history.resolve(line.split(",")[0].replace("\"", "")) + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        Map<String, List<Long>> found = new java.util.HashMap<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "CREATE VIEW files AS SELECT * FROM read_parquet(" + files + ", hive_partitioning = false)");
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    found.put(
                            rows.getString(1),
                            List.of(rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)));
                }
            }
        }
        return found;
    }

    private int status(int port, String path) throws Exception {
        return http.send(request(port, path).build(), BodyHandlers.discarding()).statusCode();
    }

    private JsonNode json(int port, String path, String token) throws Exception {
        HttpRequest.Builder request = request(port, path);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return new ObjectMapper()
                .readTree(http.send(request.build(), BodyHandlers.ofByteArray()).body());
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
    }
}
