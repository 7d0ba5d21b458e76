package io.gradwatch.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.gateway.mlflow.MlflowSettings;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.config.Secret;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Requests as MLflow's clients send them, by plain HTTP. */
class MlflowIT {
    private static final Duration KEEP = Duration.ofDays(2);
    private static final int SLOW_CLIENTS = 100;

    static {
        // Read by the JDK when its server is loaded: a slow client is cut off after two seconds here.
        System.setProperty("sun.net.httpserver.maxReqTime", "2");
    }

    @TempDir
    static Path folder;

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.shared();

    private static TelemetryTopic topic;
    private static int instances;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();
    private Path state;
    @AutoClose
    private AgentGateway gateway;

    @BeforeAll
    static void openTopic() {
        topic = new TelemetryTopic(KAFKA.bootstrapServers());
    }

    @AfterAll
    static void closeTopic() {
        topic.close();
    }

    @BeforeEach
    void start() throws IOException {
        instances++;
        state = folder.resolve("agent" + instances);
        gateway = gateway(Optional.empty());
    }

    private AgentGateway gateway(Optional<Secret> token) throws IOException {
        AgentPlace place = new AgentPlace(Optional.empty(), Optional.of(AgentPlace.loopback("127.0.0.1:0")));
        AgentSettings shipping = AgentSettings.builder()
                .bootstrapServers(KAFKA.bootstrapServers())
                .spoolFolder(state.resolve("spool"))
                .closeTimeout(Duration.ofSeconds(20))
                .build();
        AgentGateway started = new AgentGateway(
                place, token, shipping, Optional.of(new MlflowSettings(0, KEEP)), Optional::empty, Optional.empty());
        started.start();
        return started;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.mlflowUri().orElseThrow() + "/api/2.0/mlflow/" + path))
                .header("Content-Type", "application/json");
    }

    private JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> response = send(to(path).POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return mapper.readTree(response.body());
    }

    private void assertError(HttpResponse<String> response, int status, String code) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(mapper.readTree(response.body()).path("error_code").asText()).isEqualTo(code);
        assertThat(mapper.readTree(response.body()).path("message").asText()).isNotEmpty();
    }

    private String createRun(String experiment) throws Exception {
        JsonNode run = post(
                        "runs/create",
                        "{\"experiment_id\":\"" + experiment + "\",\"start_time\":1700000000000,\"run_name\":\"mlp\","
                                + "\"tags\":[{\"key\":\"mlflow.user\",\"value\":\"ada\"}]}")
                .path("run");
        assertThat(run.path("info").path("status").asText()).isEqualTo("RUNNING");
        return run.path("info").path("run_id").asText();
    }

    private void metric(String run, String key, String value, long step) throws Exception {
        post(
                "runs/log-metric",
                "{\"run_id\":\"" + run + "\",\"key\":\"" + key + "\",\"value\":" + value + ",\"step\":\"" + step
                        + "\",\"timestamp\":1700000001000}");
    }

    private void update(String run, String status) throws Exception {
        post("runs/update", "{\"run_id\":\"" + run + "\",\"status\":\"" + status + "\",\"end_time\":1700000009000}");
    }

    private static List<Telemetry> ended(String run) {
        return topic.await(run, records -> !records.isEmpty() && TelemetryTopic.lastEvent(records) instanceof RunEnded);
    }

    private static <T> List<T> only(Class<T> type, List<Telemetry> records) {
        return records.stream()
                .map(Telemetry::getEvent)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void wholeRun_arrivesAsStepsAndEvaluations() throws Exception {
        assertError(
                send(to("experiments/get-by-name?experiment_name=vision%20one").GET()), 404, "RESOURCE_DOES_NOT_EXIST");
        String experiment = post("experiments/create", "{\"name\":\"vision one\"}")
                .path("experiment_id")
                .asText();
        assertThat(mapper.readTree(send(to("experiments/get-by-name?experiment_name=vision%20one")
                                        .GET())
                                .body())
                        .path("experiment")
                        .path("experiment_id")
                        .asText())
                .isEqualTo(experiment);
        String run = createRun(experiment);
        post("runs/log-parameter", "{\"run_id\":\"" + run + "\",\"key\":\"lr\",\"value\":\"0.1\"}");
        metric(run, "loss", "1.5", 0);
        metric(run, "val_loss", "1.75", 0);
        post(
                "runs/log-batch",
                "{\"run_id\":\"" + run
                        + "\",\"metrics\":[{\"key\":\"loss\",\"value\":\"NaN\",\"step\":1,\"timestamp\":1},"
                        + "{\"key\":\"acc\",\"value\":0.5,\"step\":1,\"timestamp\":1},"
                        + "{\"key\":\"system/cpu\",\"value\":9,\"step\":77,\"timestamp\":1}],"
                        + "\"params\":[{\"key\":\"depth\",\"value\":\"3\"}],\"tags\":[]}");
        metric(run, "lr", "0.1", 1);
        update(run, "FINISHED");

        List<Telemetry> records = ended(run);
        List<RunStarted> started = only(RunStarted.class, records);
        assertThat(started.get(0).getProject()).isEqualTo("vision one");
        assertThat(started.get(0).getName()).isEqualTo("mlp");
        assertThat(started.get(0).getOwner()).isEqualTo("ada");
        assertThat(started.get(started.size() - 1).getHyperparameters())
                .containsEntry("lr", "0.1")
                .containsEntry("depth", "3");
        List<Step> steps = only(Step.class, records);
        assertThat(steps).extracting(Step::getStep).containsExactly(0L, 1L);
        assertThat(steps.get(0).getLoss()).isEqualTo(1.5);
        assertThat(steps.get(1).getLoss()).isNaN();
        assertThat(steps.get(1).getLearningRate()).isEqualTo(0.1);
        assertThat(steps.get(1).getMetrics()).containsEntry("accuracy", 0.5);
        Evaluation evaluation = only(Evaluation.class, records).get(0);
        assertThat(evaluation.getSplit()).isEqualTo(Split.TRAIN_VAL);
        assertThat(evaluation.getLoss()).isEqualTo(1.75);
        assertThat(only(RunEnded.class, records).get(0).getOutcome()).isEqualTo(Outcome.FINISHED);
        assertThat(records.get(0).getEvent()).isInstanceOf(RunStarted.class);
    }

    @Test
    void tagsNotesAndParent_areThoseOfTheRun() throws Exception {
        String run = createRun("0");
        post(
                "runs/log-batch",
                "{\"run_id\":\"" + run + "\",\"metrics\":[],\"params\":[],\"tags\":["
                        + "{\"key\":\"baseline\",\"value\":\"true\"},{\"key\":\"data\",\"value\":\"<b>v2</b>\"},"
                        + "{\"key\":\"mlflow.note.content\",\"value\":\"warm-up\\nof 500\"},"
                        + "{\"key\":\"mlflow.parentRunId\",\"value\":\"sweep-1\"},"
                        + "{\"key\":\"mlflow.source.name\",\"value\":\"train.py\"}]}");
        post("runs/set-tag", "{\"run_id\":\"" + run + "\",\"key\":\"mlflow.runName\",\"value\":\"renamed\"}");
        update(run, "FINISHED");

        List<RunStarted> started = only(RunStarted.class, ended(run));
        RunStarted last = started.get(started.size() - 1);
        assertThat(last.getName()).isEqualTo("renamed");
        assertThat(last.getTags()).containsExactly("baseline", "data: <b>v2</b>");
        assertThat(last.getNotes()).isEqualTo("warm-up\nof 500");
        assertThat(last.getGroup()).isEqualTo("sweep-1");
    }

    @Test
    void stepWithoutALaterOne_isSentAfterAShortTime() throws Exception {
        String run = createRun("0");
        metric(run, "loss", "2", 5);
        topic.await(run, records -> !only(Step.class, records).isEmpty());
    }

    @Test
    void client_goesOnWithItsRunAfterARestartOfTheAgent() throws Exception {
        String run = createRun("0");
        metric(run, "loss", "2", 0);
        topic.await(run, records -> !only(Step.class, records).isEmpty());
        gateway.close();
        gateway = gateway(Optional.empty());

        metric(run, "loss", "1", 1);
        update(run, "FAILED");
        List<Telemetry> records = ended(run);
        assertThat(only(Step.class, records)).extracting(Step::getStep).containsExactly(0L, 1L);
        assertThat(only(RunEnded.class, records).get(0).getOutcome()).isEqualTo(Outcome.FAILED);
        List<Long> sequences = TelemetryTopic.sequences(records);
        assertThat(new HashSet<>(sequences)).hasSize(sequences.size());
        assertThat(sequences).isSorted();
        assertThat(records).allSatisfy(record -> {
            assertThat(record.getOrigin().getAttempt()).isZero();
            assertThat(record.getOrigin().getSession())
                    .isEqualTo(records.get(0).getOrigin().getSession());
        });
    }

    @Test
    void runThatIsTakenUpAgain_isItsNextAttempt() throws Exception {
        String run = createRun("0");
        update(run, "KILLED");
        ended(run);
        assertError(
                send(to("runs/log-metric")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"run_id\":\"" + run + "\",\"key\":\"loss\",\"value\":1}"))),
                400,
                "INVALID_PARAMETER_VALUE");
        update(run, "RUNNING");
        metric(run, "loss", "1", 3);
        List<Telemetry> records = topic.await(run, all -> !only(Step.class, all).isEmpty());
        assertThat(records.get(records.size() - 1).getOrigin().getAttempt()).isEqualTo(1);
        assertThat(only(RunEnded.class, records).get(0).getOutcome()).isEqualTo(Outcome.STOPPED);
    }

    @Test
    void whatCannotBeUsed_isAnsweredInMlflowsForm() throws Exception {
        for (String body : List.of("", "[", "[]", "{}", "{\"run_id\":\"../../x\",\"key\":\"k\",\"value\":1}")) {
            HttpResponse<String> response = send(to("runs/log-metric").POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(response.statusCode()).as(body).isBetween(400, 404);
            assertThat(mapper.readTree(response.body()).has("error_code")).isTrue();
        }
        String early = "{\"run_id\":\"" + createRun("0") + "\",\"key\":\"k\",\"value\":1,\"step\":-1}";
        assertError(
                send(to("runs/log-metric").POST(HttpRequest.BodyPublishers.ofString(early))),
                400,
                "INVALID_PARAMETER_VALUE");
        assertError(send(to("runs/search").GET()), 404, "ENDPOINT_NOT_FOUND");
        assertError(send(to("runs/create").header("Origin", "http://evil").GET()), 403, "PERMISSION_DENIED");
        String large = "{\"key\":\"" + "x".repeat(5 << 20) + "\"}";
        assertError(
                send(to("runs/set-tag").POST(HttpRequest.BodyPublishers.ofString(large))),
                400,
                "INVALID_PARAMETER_VALUE");
    }

    @Test
    void valuesThatAreTooLong_areRefused_andTheRunGoesOn() throws Exception {
        String run = createRun("0");
        assertError(log(run, "params", 1, "x".repeat(6_001)), 400, "INVALID_PARAMETER_VALUE");
        assertError(log(run, "tags", 1, "x".repeat(8_001)), 400, "INVALID_PARAMETER_VALUE");
        assertError(log(run, "params", 1, "x".repeat(900_000)), 400, "INVALID_PARAMETER_VALUE");
        String metrics = "{\"key\":\"k\",\"value\":1},".repeat(1_001);
        assertError(
                send(to("runs/log-batch")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"run_id\":\"" + run + "\",\"metrics\":["
                                + metrics.substring(0, metrics.length() - 1) + "]}"))),
                400,
                "INVALID_PARAMETER_VALUE");
        assertError(
                send(to("experiments/create")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + "e".repeat(251) + "\"}"))),
                400,
                "INVALID_PARAMETER_VALUE");

        assertThat(log(run, "params", 1, "x".repeat(6_000)).statusCode()).isEqualTo(200);
        metric(run, "loss", "0.5", 1);
    }

    @Test
    void paramsOfARun_andOfAllRuns_areBounded() throws Exception {
        String first = createRun("0");
        assertThat(log(first, "params", 43, "x".repeat(6_000)).statusCode()).isEqualTo(200);
        assertError(log(first, "tags", 1, "x".repeat(8_000)), 429, "RESOURCE_EXHAUSTED");

        HttpResponse<String> last = log(createRun("0"), "params", 43, "x".repeat(6_000));
        for (int i = 0; last.statusCode() == 200 && i < 200; i++) {
            last = log(createRun("0"), "params", 43, "x".repeat(6_000));
        }
        assertError(last, 429, "RESOURCE_EXHAUSTED");
        assertThat(last.body()).contains("of all runs that are under way");
        metric(first, "loss", "0.5", 1);

        // The room of a run that has ended is another's; to take it up again needs room.
        update(first, "FINISHED");
        assertThat(log(createRun("0"), "params", 43, "x".repeat(6_000)).statusCode())
                .isEqualTo(200);
        HttpResponse<String> resumed = send(to("runs/update")
                .POST(HttpRequest.BodyPublishers.ofString("{\"run_id\":\"" + first + "\",\"status\":\"RUNNING\"}")));
        assertError(resumed, 429, "RESOURCE_EXHAUSTED");
    }

    /** Logs as many pairs in one request. */
    private HttpResponse<String> log(String run, String what, int pairs, String value) throws Exception {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < pairs; i++) {
            all.append(i == 0 ? "" : ",").append("{\"key\":\"" + what + i + "\",\"value\":\"" + value + "\"}");
        }
        return send(to("runs/log-batch")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"run_id\":\"" + run + "\",\"" + what + "\":[" + all + "]}")));
    }

    @Test
    void clientsThatNeverFinishTheirRequests_areCutOff_andOthersAnswered() throws Exception {
        URI uri = URI.create(gateway.mlflowUri().orElseThrow());
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                Socket socket = new Socket(uri.getHost(), uri.getPort());
                slow.add(socket);
                String body = i % 2 == 0 ? "" : "Host: localhost\r\nContent-Length: 100\r\n\r\n{";
                socket.getOutputStream()
                        .write(("POST /api/2.0/mlflow/runs/create HTTP/1.1\r\n" + body)
                                .getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(createRun("0")).hasSize(32);
            for (Socket socket : slow) {
                socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
                assertThat(ended(socket)).isTrue();
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Waits until the other side has closed it, whatever it says before. */
    private static boolean ended(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void filesOfOldRuns_areRemoved_andThoseOfOthersKept() throws Exception {
        String old = createRun("0");
        String recent = createRun("0");
        String running = createRun("0");
        update(old, "FINISHED");
        update(recent, "FINISHED");
        gateway.close();
        FileTime before = FileTime.from(Instant.now().minus(KEEP.plusHours(1)));
        Files.setLastModifiedTime(file(old), before);
        Files.setLastModifiedTime(file(recent), FileTime.from(Instant.now().minus(KEEP.minusHours(1))));
        Files.writeString(state.resolve("mlflow").resolve("notes.json"), "{}");
        Files.setLastModifiedTime(state.resolve("mlflow").resolve("notes.json"), before);
        gateway = gateway(Optional.empty());
        metric(running, "loss", "1", 0);
        assertThat(file(old)).doesNotExist();
        assertThat(file(recent)).exists();
        assertThat(file(running)).exists();
        assertThat(state.resolve("mlflow").resolve("notes.json")).exists();
        assertError(send(to("runs/get?run_id=" + old).GET()), 404, "RESOURCE_DOES_NOT_EXIST");
    }

    private Path file(String run) {
        return state.resolve("mlflow").resolve(run + ".json");
    }

    @Test
    void otherHost_isRefused() throws Exception {
        URI uri = URI.create(gateway.mlflowUri().orElseThrow());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write("GET /api/2.0/mlflow/experiments/get?experiment_id=0 HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(reader.readLine()).contains("403");
        }
    }

    @Test
    void token_isWantedWhereThereIsOne() throws Exception {
        gateway.close();
        gateway = gateway(Optional.of(new Secret("hush")));
        assertError(send(to("experiments/get?experiment_id=0").GET()), 403, "PERMISSION_DENIED");
        assertThat(send(to("experiments/get?experiment_id=0")
                                .header("Authorization", "Bearer hush")
                                .GET())
                        .statusCode())
                .isEqualTo(200);
    }
}
