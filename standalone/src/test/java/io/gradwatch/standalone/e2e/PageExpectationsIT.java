package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page as a whole: its addresses, its names, its reader; numbers are those of the expectations. */
@ExtendWith(OneLiveMonitor.class)
class PageExpectationsIT {

    private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";

    private final LiveMonitor monitor;

    PageExpectationsIT(LiveMonitor monitor) {
        this.monitor = monitor;
    }

    @Test
    @DisplayName("21. A permalink restores zoom, axes and selection; what is shown leaves as CSV, Parquet and JSON")
    void permalink_restoresTheView_andWhatIsShownLeavesAsAFile() throws Exception {
        ScriptedRun run = monitor.run("linked").ago(600_000).started();
        for (int step = 0; step < 500; step++) {
            run.after(1_000).step(step, step == 123 ? Double.NaN : 1 + step / 1_000.0);
        }
        monitor.awaitStep(run.flush().id(), 499);
        Page page = monitor.open("/runs/linked");
        DrawnChart chart = new DrawnChart(page, "loss").shown();
        chart.drag(100, 200);
        chart.until(xs -> xs.size() < 150);
        page.getByRole(AriaRole.BUTTON, Chromium.named("log")).click();
        page.getByRole(AriaRole.BUTTON, Chromium.named("relative time")).click();
        chart.until(xs -> xs.get(0) < 300 && xs.size() < 150);
        List<Double> shown = chart.xs();

        Page again = monitor.open(page.url().replaceFirst("http://[^/]+", ""));
        DrawnChart restored = new DrawnChart(again, "loss").shown().until(xs -> xs.size() == shown.size());
        assertThat(restored.xs()).isEqualTo(shown);
        assertThat(restored.extent()).isEqualTo(chart.extent());
        assertThat(again.locator("[aria-pressed=true]")).hasText(new String[] {"relative time", "log"});

        // Where a NaN breaks the line, the chart has two x more than points.
        int points = shown.size();
        List<String> csv = Files.readAllLines(export(again, "CSV"));
        assertThat(csv).hasSize(points + 1);
        assertThat(csv.get(0)).startsWith("attempt,step,last_step,time_millis,min,max,mean,last,count,nan");
        JsonNode json = new ObjectMapper().readTree(export(again, "JSON").toFile());
        assertThat(json.path("step")).hasSize(points);
        assertThat(json.path("nan").findValuesAsText("").isEmpty()).isTrue();
        Path parquet = export(again, "Parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*), min(step), sum(nan), max(last) FILTER (isfinite(last)) FROM read_parquet('"
                                + parquet + "')")) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo(points);
            assertThat(row.getLong(2)).isEqualTo(json.at("/step/0").asLong());
            assertThat(row.getLong(3)).isEqualTo(1);
            assertThat(row.getDouble(4))
                    .isEqualTo(json.path("last").get(points - 1).asDouble());
        }
    }

    private Path export(Page page, String format) {
        Download download = page.waitForDownload(() -> page.locator("figure.chart[data-series=loss]")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(format).setExact(true))
                .click());
        assertThat(download.suggestedFilename()).isEqualTo("linked-loss." + format.toLowerCase(java.util.Locale.ROOT));
        return download.path();
    }

    @Test
    @DisplayName("22. Names are shown as text only: markup in a name does nothing anywhere")
    void hostileNames_areTextEverywhere() {
        ScriptedRun run = monitor.run(HOSTILE).ago(60_000);
        run.started(run.declaration()
                .setName(HOSTILE)
                .setProject(HOSTILE)
                .setOwner(HOSTILE)
                .setHost(HOSTILE)
                .setDevices(List.of(HOSTILE))
                .setHyperparameters(Map.of(HOSTILE, HOSTILE))
                .setLayers(List.of(new Layer(HOSTILE, HOSTILE, 1L, ""))));
        for (int step = 0; step < 30; step++) {
            double value = step < 20 ? 1 : Double.NaN;
            run.after(100).step(Step.newBuilder().setStep(step).setLoss(value).setMetrics(Map.of(HOSTILE, value)));
        }
        run.flush();
        String hostile = LiveMonitor.encoded(HOSTILE);
        JsonNode alert = monitor.askUntil(
                        "/alerts?class=nan&project=" + hostile,
                        answer -> answer.path("alerts").size() > 0)
                .at("/alerts/0");
        monitor.askUntil(
                "/runs/" + hostile + "/points?points=2&from=29",
                answer -> answer.path("step").size() > 0);
        for (String path : List.of(
                "/",
                "/runs?project=" + hostile,
                "/runs/" + hostile,
                "/alerts",
                LiveMonitor.pathOf(alert),
                "/compare?run=" + hostile,
                "/sql?q=" + LiveMonitor.encoded("SELECT name FROM runs"))) {
            Page page = monitor.open(path);
            if (path.startsWith("/sql")) {
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Run|Ask")))
                        .first()
                        .click();
            }
            page.getByText(HOSTILE)
                    .filter(new FilterOptions().setVisible(true))
                    .first()
                    .waitFor();
            page.mouse().move(700, 450);
            assertThat(page.locator("img, [onerror], main script").count())
                    .as(path)
                    .isZero();
            assertThat(page.title()).as(path).isNotEqualTo("owned");
        }
        Page page = monitor.open("/runs/" + hostile);
        DrawnChart loss = new DrawnChart(page, "loss").shown();
        assertThat(page).hasTitle(HOSTILE + " · Gradwatch");
        assertThat(loss.figure().locator("a.flag[data-severity=critical]"))
                .hasAttribute("title", Pattern.compile("NaN.*"));
        assertThat(page.locator("h3").filter(new FilterOptions().setHasText(HOSTILE)))
                .hasText(HOSTILE);
    }

    @Test
    @DisplayName("23. Works by keyboard, says new alerts aloud, tells states by shape too, has two themes, fits 375 px")
    void page_worksByKeyboard_forListeners_andOnAPhone() {
        monitor.run("keys-1").ago(5_000).started().step(0, 1).ended(Outcome.FINISHED, 0);
        monitor.run("keys-2")
                .ago(4_000)
                .started()
                .step(0, 1)
                .ended(Outcome.FINISHED, 0)
                .flush();
        monitor.askUntil("/runs?text=keys-", answer -> answer.path("total").asInt() == 2);
        Page page = monitor.open("/runs?text=keys-");
        page.locator(".run-row a").first().waitFor();
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("k");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*/runs/keys-2"));
        page.keyboard().press("?");
        assertThat(page.locator("dialog")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);

        Locator spoken = page.locator("[aria-live=polite] .toast");
        Page fleet = monitor.open("/");
        assertThat(fleet.locator(".freshness")).hasText("live");
        ScriptedRun failing = monitor.run("keys-3").ago(1_000).started();
        IntStream.range(0, 30).forEach(step -> failing.after(10).step(step, step < 20 ? 1 : Double.NaN));
        failing.flush();
        assertThat(fleet.locator("[aria-live=polite] .toast")).containsText("keys-3");
        assertThat(spoken).hasCount(0);
        assertThat(fleet.locator(".severity[data-severity=critical] path").first())
                .hasAttribute("d", Pattern.compile("M6 1 11\\.5 11.*"));

        String light = background(fleet);
        fleet.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        await().pollInSameThread().until(() -> background(fleet), dark -> !dark.equals(light));
        for (String path : List.of("/", "/runs", "/runs/keys-3", "/alerts", "/compare?run=keys-1&run=keys-3", "/sql")) {
            Page phone = monitor.open(path);
            phone.setViewportSize(375, 812);
            phone.locator("h1").first().waitFor();
            assertThat((int) phone.evaluate("document.documentElement.scrollWidth - innerWidth"))
                    .as("pixels beyond the edge of " + path)
                    .isLessThanOrEqualTo(0);
        }
    }

    private static String background(Page page) {
        return (String) page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    }

    @Test
    @DisplayName(
            "24. The fleet page answers on one screen: what is broken, who is slower than before, how many GPU-hours are idle")
    void fleetPage_answersOnOneScreen() {
        ScriptedRun wasting = monitor.run("wasting").ago(3 * 3_600_000L);
        wasting.started(wasting.declaration().setDevices(List.of("H100", "H100", "H100", "H100")));
        minutes(wasting, 0, 70).flush();
        monitor.awaitAlert("wasting", "nan");
        minutes(wasting, 70, 180);
        ScriptedRun slow = monitor.run("slowed").ago(1_000_000).started();
        for (int step = 0; step < 900; step++) {
            slow.after(step < 880 ? 1_000 : 5_000).step(step, 1.0 / (1 + step));
        }
        slow.flush();
        monitor.askUntil("/fleet", fleet -> fleet.at("/gpu_hours/wasted").asDouble() > 7);
        monitor.askUntil(
                "/fleet", fleet -> fleet.path("slower_than_baseline").toString().contains("slowed"));
        Page page = monitor.open("/");
        assertThat(page.locator("h1")).containsText(Pattern.compile("\\d+ critical alerts? firing"));
        assertThat(section(page, "Open alerts").locator(".alert-line").first()).isVisible();
        assertThat(section(page, "Slower than their own baseline")).containsText("slowed");
        String idle = section(page, "GPU-hours").locator(".figure strong").textContent();
        // Four accelerators for the 110 minutes since the alert of the NaN, and the waste of other tests.
        assertThat(Double.parseDouble(idle.replace(",", ""))).isBetween(7.0, 60.0);
        for (String title : List.of("Open alerts", "Slower than their own baseline", "GPU-hours")) {
            assertThat(section(page, title).locator("h2").boundingBox().y)
                    .as(title)
                    .isBetween(0.0, 900.0);
        }
    }

    /** A step a minute; from the sixtieth on the loss is NaN. */
    private static ScriptedRun minutes(ScriptedRun run, int from, int to) {
        for (int step = from; step < to; step++) {
            run.after(60_000).step(step, step < 60 ? 1 : Double.NaN);
        }
        return run;
    }

    private static Locator section(Page page, String title) {
        return page.locator("section")
                .filter(new FilterOptions().setHas(page.getByRole(AriaRole.HEADING, Chromium.named(title))));
    }

    @Test
    @DisplayName("25. Empty, loading and error states are distinct, never a blank chart")
    void nothing_loadingAndFailed_areToldApart() {
        monitor.run("empty").started().flush();
        monitor.askUntil("/runs/empty", answer -> !answer.has("error"));
        ScriptedRun one = monitor.run("one")
                .ago(5_000)
                .started()
                .step(0, 1)
                .after(100)
                .step(1, 1)
                .flush();
        monitor.awaitStep(one.id(), 1);
        assertThat(monitor.open("/runs/empty").locator(".nothing").first()).containsText("No data yet");
        assertThat(monitor.open("/runs/none").locator(".failed")).containsText("There is no such run");
        assertThat(monitor.open("/compare?run=one&series=unknown").locator(".nothing"))
                .containsText("None of the runs has a series “unknown” here.");
        assertThat(monitor.open("/runs/one?from=500&to=600").locator(".nothing").first())
                .containsText("No data in this range");
        assertThat(monitor.open("/sql?q=DROP%20TABLE%20runs").locator(".failed"))
                .containsText("only a SELECT is allowed");

        Page page = monitor.open("/");
        List<Route> held = new ArrayList<>();
        AtomicBoolean cut = new AtomicBoolean();
        Pattern points = Pattern.compile(".*/points.*");
        page.route(points, route -> {
            if (cut.get()) {
                route.abort();
            } else {
                held.add(route);
            }
        });
        page.navigate(page.url() + "runs/one");
        assertThat(page.locator("figure .loading").first()).hasText("Loading");
        cut.set(true);
        held.forEach(Route::abort);
        assertThat(page.locator("figure .failed").first())
                .containsText("The query failed: The fleet service cannot be reached.");
        page.unroute(points);
        page.getByText("Try again").first().click();
        new DrawnChart(page, "loss").shown();
    }
}
