package io.gradwatch.fleet;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.fleet.testing.Exposition;
import io.gradwatch.schema.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Metrics of the fleet, their documentation and the dashboard. */
class FleetMetricsIT extends TwoRunsOverHttp {

    private static final Path DASHBOARD = Path.of("../../docker/grafana/dashboards/fleet.json");
    private static final Pattern METRIC = Pattern.compile("\\b(gradwatch|jvm|process)_[a-z_]+");
    private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");
    private static final Path DOCUMENTATION = Path.of("../../docs/FLEET.md");

    @Test
    void metrics_tellOfRunsAndService() {
        await().atMost(PATIENCE).untilAsserted(FleetMetricsIT::assertMetricsTellOfRunsAndService);
    }

    private static void assertMetricsTellOfRunsAndService() throws Exception {
        Exposition scrape = scrape();

        assertThat(scrape.value("gradwatch_healthy")).isEqualTo(1);
        assertThat(scrape.value("gradwatch_runs", "state", "training")).isEqualTo(2);
        assertThat(scrape.value("gradwatch_runs", "state", "crashed")).isZero();
        assertThat(scrape.value("gradwatch_runs_unrecovered", "verdict", "diverged"))
                .isZero();
        assertThat(scrape.value("gradwatch_alerts_firing", "class", "nan", "severity", "critical"))
                .isEqualTo(1);
        assertThat(scrape.value("gradwatch_records_read_total", "topic", Topics.ALERTS.name()))
                .isEqualTo(1);
        assertThat(scrape.value("gradwatch_records_read_total", "topic", Topics.TELEMETRY.name()))
                .isEqualTo(2 * (STEPS + 1) + 1);
        assertThat(scrape.value("gradwatch_history_records_unreadable_total")).isEqualTo(1);
        assertThat(scrape.value("gradwatch_newest_record_timestamp_seconds", "topic", Topics.TELEMETRY.name()))
                .isBetween(1.7e9, System.currentTimeMillis() / 1e3 + 1);
        for (String reader : List.of("live", "history")) {
            assertThat(scrape.value(
                            "gradwatch_consumer_lag_records", "reader", reader, "topic", Topics.TELEMETRY.name()))
                    .isZero();
        }
        double hours = browser.get("/api/v1/fleet").json().at("/gpu_hours/used").asDouble();
        assertThat(scrape.value("gradwatch_gpu_used_seconds"))
                .isEqualTo(3_600 * hours, within(0.001))
                .isPositive();
        assertThat(scrape.type("gradwatch_sql_queries_total")).isEqualTo("counter");
    }

    @Test
    void metrics_areThoseThatAreDocumented() {
        await().atMost(PATIENCE).untilAsserted(FleetMetricsIT::assertMetricsAreThoseThatAreDocumented);
    }

    private static void assertMetricsAreThoseThatAreDocumented() throws Exception {
        Exposition scrape = scrape();
        TreeSet<String> documented = new TreeSet<>();
        Files.readAllLines(DOCUMENTATION).stream()
                .filter(line -> line.matches("\\| `(gradwatch|jvm|process)_.*"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .map(name -> name.replaceAll("\\{.*", ""))
                .forEach(documented::add);
        documented.remove("gradwatch_run_loss");

        assertThat(scrape.families()).isEqualTo(documented);
        assertThat(scrape.families())
                .allSatisfy(name -> assertThat(name.endsWith("_total"))
                        .as(name)
                        .isEqualTo(scrape.type(name).equals("counter")));
    }

    @Test
    void dashboard_asksForMetricsAndLabelsThatAreThere() {
        await().atMost(PATIENCE).untilAsserted(FleetMetricsIT::assertDashboardAsksForWhatIsThere);
    }

    private static void assertDashboardAsksForWhatIsThere() throws Exception {
        Exposition scrape = scrape();
        // DetectionMetricsIT checks the metrics of detection.
        List<String> queries = new ObjectMapper()
                .readTree(DASHBOARD.toFile()).findValuesAsText("expr").stream()
                        .filter(query -> !query.contains("gradwatch_detection_"))
                        .filter(query -> !query.contains("gradwatch_alerting_"))
                        .toList();

        assertThat(queries).hasSizeGreaterThan(15);
        for (String query : queries) {
            List<String> metrics =
                    METRIC.matcher(query).results().map(MatchResult::group).toList();
            assertThat(metrics).as(query).isNotEmpty().isSubsetOf(scrape.names());
            Set<String> labels = new TreeSet<>(Set.of("instance"));
            metrics.forEach(metric -> scrape.series(metric)
                    .forEach(series -> labels.addAll(series.labels().keySet())));
            BY.matcher(query)
                    .results()
                    .forEach(by -> assertThat(by.group(1).split(", ")).as(query).isSubsetOf(labels));
        }
    }
}
