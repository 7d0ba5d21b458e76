package io.gradwatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.config.Secret;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class MetricsServerTest {

    private static final String TOKEN = "0123456789abcdef";

    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Test
    void metricsOfTheJvm_areServed() throws Exception {
        JvmMetrics.register(registry);
        try (MetricsServer server = new MetricsServer(settings(null), registry)) {
            assertThat(get(server, null).body()).contains("jvm_memory_used_bytes{area=\"heap\"}");
        }
    }

    @Test
    void withAToken_nobodyElseIsAnswered() throws Exception {
        JvmMetrics.register(registry);
        try (MetricsServer server = new MetricsServer(settings(new Secret(TOKEN)), registry)) {
            assertThat(get(server, null).statusCode()).isEqualTo(401);
            assertThat(get(server, "Bearer " + TOKEN + "0").statusCode()).isEqualTo(401);
            assertThat(get(server, TOKEN).statusCode()).isEqualTo(401);
            assertThat(get(server, "Bearer " + TOKEN).body()).contains("jvm_threads_current");
        }
    }

    @Test
    void portThatIsTaken_isSaid() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MetricsSettings taken = new MetricsSettings("127.0.0.1", socket.getLocalPort(), null);
            assertThatThrownBy(() -> new MetricsServer(taken, registry)).isInstanceOf(IOException.class);
        }
    }

    private static MetricsSettings settings(Secret token) throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new MetricsSettings("127.0.0.1", socket.getLocalPort(), token);
        }
    }

    private static HttpResponse<String> get(MetricsServer server, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
