package io.gradwatch.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.gateway.mlflow.MlflowSettings;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose Kafka is not there. */
class AgentGatewayTest {

    @TempDir
    Path home;

    @Test
    void withoutASpoolFolder_mlflowRunsAreKeptBesideTheOneOfTheUser() throws Exception {
        String before = System.setProperty("user.home", home.toString());
        AgentPlace place = new AgentPlace(Optional.of(home.resolve("agent.sock")), Optional.empty());
        AgentSettings shipping = AgentSettings.builder()
                .bootstrapServers("127.0.0.1:1")
                .closeTimeout(Duration.ZERO)
                .build();
        MlflowSettings mlflow = new MlflowSettings(0, Duration.ofDays(1));
        try (AgentGateway gateway = new AgentGateway(
                place, Optional.empty(), shipping, Optional.of(mlflow), Optional::empty, Optional.empty())) {
            gateway.start();

            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(gateway.mlflowUri().orElseThrow() + "/api/2.0/mlflow/experiments/create"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"digits\"}"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(home.resolve(".gradwatch/mlflow/experiments.json"))
                    .content()
                    .contains("digits");
        } finally {
            System.setProperty("user.home", before);
        }
    }
}
