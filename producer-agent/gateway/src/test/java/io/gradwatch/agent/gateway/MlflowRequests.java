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
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Requests as MLflow's clients send them, by plain HTTP. */
abstract class MlflowRequests {
    static final Duration KEEP = Duration.ofDays(2);

    static {
        // Read by the JDK when its server is loaded: a slow client is cut off after two seconds here.
        System.setProperty("sun.net.httpserver.maxReqTime", "2");
    }

    @TempDir
    static Path folder;

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.shared();

    static TelemetryTopic topic;
    static int instances;

    final HttpClient http = HttpClient.newHttpClient();
    final ObjectMapper mapper = new ObjectMapper();
    Path state;

    @AutoClose
    AgentGateway gateway;

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

    AgentGateway gateway(Optional<Secret> token) throws IOException {
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

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.mlflowUri().orElseThrow() + "/api/2.0/mlflow/" + path))
                .header("Content-Type", "application/json");
    }

    HttpResponse<String> sent(String path, String body) throws Exception {
        return send(to(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> response = sent(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return mapper.readTree(response.body());
    }

    void assertError(HttpResponse<String> response, int status, String code) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(mapper.readTree(response.body()).path("error_code").asText()).isEqualTo(code);
        assertThat(mapper.readTree(response.body()).path("message").asText()).isNotEmpty();
    }

    String createRun(String experiment) throws Exception {
        JsonNode run = post(
                        "runs/create",
                        "{\"experiment_id\":\"" + experiment + "\",\"start_time\":1700000000000,\"run_name\":\"mlp\","
                                + "\"tags\":[{\"key\":\"mlflow.user\",\"value\":\"ada\"}]}")
                .path("run");
        assertThat(run.path("info").path("status").asText()).isEqualTo("RUNNING");
        return run.path("info").path("run_id").asText();
    }

    void metric(String run, String key, String value, long step) throws Exception {
        post(
                "runs/log-metric",
                "{\"run_id\":\"" + run + "\",\"key\":\"" + key + "\",\"value\":" + value + ",\"step\":\"" + step
                        + "\",\"timestamp\":1700000001000}");
    }

    void update(String run, String status) throws Exception {
        post("runs/update", "{\"run_id\":\"" + run + "\",\"status\":\"" + status + "\",\"end_time\":1700000009000}");
    }

    static List<Telemetry> ended(String run) {
        return topic.await(run, records -> !records.isEmpty() && TelemetryTopic.lastEvent(records) instanceof RunEnded);
    }

    static <T> List<T> only(Class<T> type, List<Telemetry> records) {
        return records.stream()
                .map(Telemetry::getEvent)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
