package io.gradwatch.alerting.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.metrics.MetricsServer;
import io.gradwatch.metrics.MetricsSettings;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AlertingMetricsTest {

    private final AlertingMetrics metrics = new AlertingMetrics();
    private Optional<String> trouble = Optional.empty();
    private final PrometheusRegistry registry = metrics.registry();

    AlertingMetricsTest() {
        metrics.addState(() -> Map.of("PENDING", 2, "GIVEN_UP", 1), () -> trouble, () -> true);
    }

    @Test
    void counts_areServedAsTheyAreAtTheScrape() throws Exception {
        metrics.add(Count.RECORDS, 3, "accepted");
        metrics.add(Count.RECORDS, 2, "repeated");
        metrics.add(Count.RECORDS, 1, "dead_lettered");
        metrics.add(Count.DEAD_LETTERS_LOST, 1);
        metrics.add(Count.SILENCED, 1);
        metrics.add(Count.DELIVERED, 1);
        metrics.deliveredAfter("team", Duration.ofMillis(700));
        metrics.deliveredAfter("team", Duration.ofHours(2));
        metrics.add(Count.RETRIES, 1, FailureReason.RATE_LIMITED.label());
        try (MetricsServer server = new MetricsServer(settings(), registry)) {
            assertThat(scrape(server).lines())
                    .contains(
                            "gradwatch_alerting_healthy 1.0",
                            "gradwatch_alerting_leader 1.0",
                            "gradwatch_alerting_notifications{status=\"pending\"} 2.0",
                            "gradwatch_alerting_notifications{status=\"given_up\"} 1.0",
                            "gradwatch_alerting_records_total{outcome=\"accepted\"} 3.0",
                            "gradwatch_alerting_records_total{outcome=\"repeated\"} 2.0",
                            "gradwatch_alerting_records_total{outcome=\"dead_lettered\"} 1.0",
                            "gradwatch_alerting_dead_letters_lost_total 1.0",
                            "gradwatch_alerting_silenced_total 1.0",
                            "gradwatch_alerting_delivered_total 1.0",
                            "gradwatch_alerting_delivery_delay_seconds_bucket{receiver=\"team\",le=\"0.5\"} 0",
                            "gradwatch_alerting_delivery_delay_seconds_bucket{receiver=\"team\",le=\"1.0\"} 1",
                            "gradwatch_alerting_delivery_delay_seconds_bucket{receiver=\"team\",le=\"+Inf\"} 2",
                            "gradwatch_alerting_delivery_delay_seconds_sum{receiver=\"team\"} 7200.7",
                            "gradwatch_alerting_retries_total{reason=\"" + FailureReason.RATE_LIMITED.label()
                                    + "\"} 1.0");
            trouble = Optional.of("Slack is down");

            assertThat(scrape(server).lines()).contains("gradwatch_alerting_healthy 0.0");
        }
    }

    @Test
    void everyMetric_isDocumented() throws Exception {
        List<String> documented = Files.readAllLines(Path.of("../docs/ALERTING.md")).stream()
                .filter(line -> line.startsWith("| `gradwatch_"))
                .map(line -> line.substring(3, line.indexOf('`', 3)).replaceAll("\\{.*", ""))
                .map(name -> name.replaceAll("_total$", ""))
                .toList();

        assertThat(registry.scrape().stream().map(metric -> metric.getMetadata().getName()))
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void dashboard_asksForMetricsThatAreThere() throws Exception {
        String dashboard = Files.readString(Path.of("../docker/grafana/dashboards/fleet.json"));
        List<String> asked = Pattern.compile("gradwatch_alerting_\\w+?(?=_bucket|_total|_sum|_count|\\W)")
                .matcher(dashboard)
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(asked).hasSizeGreaterThan(1);
        assertThat(registry.scrape().stream().map(metric -> metric.getMetadata().getName()))
                .containsAll(asked);
    }

    private static MetricsSettings settings() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new MetricsSettings("127.0.0.1", socket.getLocalPort(), null);
        }
    }

    private static String scrape(MetricsServer server) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
