package io.gradwatch.fleet.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.config.Secret;
import io.gradwatch.fleet.http.FleetServer;
import io.gradwatch.fleet.http.MetricsRoutes;
import io.gradwatch.fleet.http.access.AccessSettings;
import io.gradwatch.fleet.http.access.AccessSettings.Token;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.live.view.Census;
import io.gradwatch.fleet.live.view.Census.AlertKind;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Answer;
import io.gradwatch.fleet.testing.Exposition;
import io.gradwatch.fleet.testing.FakeFleet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Metrics of runs, scraped over HTTP. */
class RunMetricsTest {

    private static final String TOKEN = "prometheus-token-0123456789";
    private static final String HOSTILE = "a\"b\\c\nd{e=\"f\"} 1\r<script>\u2028ü";
    private static final int PROJECTS = 5_000;

    private final FakeFleet fleet = new FakeFleet();

    @AutoClose
    private FleetServer server;

    private Browser browser;

    @Test
    void thousandsOfHostileProjects_areBoundedAndEscaped() throws Exception {
        List<Group> projects = new ArrayList<>();
        for (int i = 0; i < PROJECTS; i++) {
            String name = i == 1 ? "other" : i == 2 ? "" : HOSTILE + i;
            projects.add(new Group(name, Map.of("training", 2, "crashed", 1), 0.5, 1, 0.25, Map.of()));
        }
        fleet.groups = projects;
        open(new FleetMetricsSettings(50, 0), Map.of());
        Exposition scrape = scrape();

        assertThat(scrape.series("gradwatch_project_gpu_used_seconds")).hasSize(51);
        assertThat(scrape.series("gradwatch_project_runs")).hasSize(2 * 51);
        assertThat(scrape.value("gradwatch_project_runs", "project", HOSTILE + 0, "state", "training"))
                .isEqualTo(2);
        assertThat(scrape.value("gradwatch_project_runs", "project", "", "state", "crashed"))
                .isEqualTo(1);
        assertThat(scrape.value("gradwatch_project_runs", "project", "other", "state", "training"))
                .isEqualTo(2 * (PROJECTS - 50));
        assertThat(scrape.series("gradwatch_project_gpu_wasted_seconds").stream()
                        .mapToDouble(series -> scrape.samples().get(series))
                        .sum())
                .isEqualTo(PROJECTS * 900.0);
        assertThat(scrape.samples()).hasSizeLessThan(400);
    }

    @Test
    void classesOfAlerts_areBounded() throws Exception {
        Map<AlertKind, Integer> alerts = new HashMap<>();
        for (int i = 0; i < PROJECTS; i++) {
            alerts.put(new AlertKind("made-up\n" + i, "warning"), 1);
        }
        alerts.put(new AlertKind("nan", "critical"), 3);
        alerts.put(new AlertKind("nan", "warning"), 1);
        open(FleetMetricsSettings.defaults(), alerts);
        Exposition scrape = scrape();

        assertThat(scrape.series("gradwatch_alerts_firing")).hasSize(RunMetrics.MOST_CLASSES + 2);
        assertThat(scrape.value("gradwatch_alerts_firing", "class", "nan", "severity", "critical"))
                .isEqualTo(3);
        assertThat(scrape.value("gradwatch_runs_unrecovered", "verdict", "diverged"))
                .isEqualTo(2);
        assertThat(scrape.value("gradwatch_alerts_firing", "class", "other", "severity", "warning"))
                .isEqualTo(PROJECTS - RunMetrics.MOST_CLASSES + 1);
    }

    @Test
    void runs_haveNoSeriesUnlessAskedFor() throws Exception {
        open(FleetMetricsSettings.defaults(), Map.of());
        assertThat(scrape().samples().keySet())
                .noneMatch(series -> series.labels().containsKey("run"));
        server.close();

        open(new FleetMetricsSettings(50, 1), Map.of());
        assertThat(scrape().value("gradwatch_run_loss", "run", FakeFleet.RUN)).isNaN();
    }

    @Test
    void tablesThatMove_leaveOutTheProjectsOnly() throws Exception {
        fleet.available = false;
        open(FleetMetricsSettings.defaults(), Map.of());
        Exposition scrape = scrape();

        assertThat(scrape.value("gradwatch_runs", "state", "training")).isEqualTo(7);
        assertThat(scrape.value("gradwatch_gpu_used_seconds")).isEqualTo(90);
        assertThat(scrape.families()).noneMatch(name -> name.contains("project"));
    }

    @Test
    void formats_areThoseThatPrometheusAsksFor() throws Exception {
        open(FleetMetricsSettings.defaults(), Map.of());
        String prometheus = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;q=0.2";
        Answer open = browser.get("/metrics", "Authorization", "Bearer " + TOKEN, "Accept", prometheus);

        assertThat(open.headers().get("Content-Type")).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(open.body()).endsWith("# EOF\n").contains("# TYPE gradwatch_runs gauge\n");
        Answer text = browser.get("/metrics", "Authorization", "Bearer " + TOKEN);
        assertThat(text.headers().get("Content-Type")).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void tokens_areNeeded() throws Exception {
        open(FleetMetricsSettings.defaults(), Map.of());
        assertThat(browser.get("/metrics").status()).isEqualTo(401);
        assertThat(browser.get("/metrics", "Authorization", "Bearer guess").status())
                .isEqualTo(401);
        Answer wrong = browser.get("/metrics?name[]=x", "Authorization", "Bearer " + TOKEN);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(browser.get("/metrics", "Host", "evil.example").status()).isEqualTo(403);
    }

    private Exposition scrape() throws Exception {
        Answer answer = browser.get("/metrics", "Authorization", "Bearer " + TOKEN);
        assertThat(answer.status()).isEqualTo(200);
        return Exposition.parse(answer.body());
    }

    private void open(FleetMetricsSettings settings, Map<AlertKind, Integer> alerts) {
        Census census = new Census(Map.of("training", 7), Map.of("diverged", 2), alerts, 2.5, 1, 90_000, 1_000);
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new RunMetrics(() -> census, fleet, settings));
        server = new FleetServer(
                "127.0.0.1",
                0,
                new AccessSettings(List.of(new Token("prometheus", new Secret(TOKEN), Right.READ)), null, Set.of()),
                List.of(new MetricsRoutes(registry)));
        server.start();
        browser = new Browser(server.port());
    }
}
