package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.gradwatch.config.Configuration;
import io.gradwatch.fleet.FleetService;
import io.gradwatch.fleet.FleetSettings;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Split;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs on the page show exactly the values that were sent, in a real browser over the real stack. */
@ExtendWith(OneLiveMonitor.class)
class ShownRunsIT {

    private static final int SWEEP = 6;

    private final LiveMonitor monitor;

    ShownRunsIT(LiveMonitor monitor) {
        this.monitor = monitor;
    }

    @Test
    void evaluationsOfALiveRun_growTheirCurve_andNoOther() {
        ScriptedRun run = monitor.run("evaluated").ago(60_000).started();
        for (int step = 0; step < 20; step++) {
            run.after(100).step(step, 2.0 / (1 + step));
        }
        run.evaluation(9, Split.TRAIN_VAL, 1.5).evaluation(19, Split.TRAIN_VAL, 1.25);
        monitor.awaitStep(run.flush().id(), 19);
        monitor.askUntil("/runs/evaluated/series", series -> series.toString().contains("train-val/loss"));
        Page page = monitor.open("/runs/evaluated");
        DrawnChart chart = new DrawnChart(page, "train-val/loss").shown().until(xs -> xs.size() == 2);
        assertThat(page.locator(".freshness")).hasText("live");
        List<String> asked = new ArrayList<>();
        // The page asks once more for the run itself when its stream has settled; curves grow by the stream alone.
        page.onRequest(request -> {
            if (request.url().contains("/points") || request.url().contains("/series")) {
                asked.add(request.url());
            }
        });

        run.after(100).step(20, 0.1).evaluation(29, Split.TRAIN_VAL, 1.125).flush();
        chart.until(xs -> xs.size() == 3);

        assertThat(chart.valueAt(0, 29)).isEqualTo(1.125);
        assertThat(asked).as("requests for an evaluation").isEmpty();
        run.evaluation(29, Split.TEST, 1.2).flush();
        new DrawnChart(page, "test/loss").shown();
        assertThat(page.locator("figure.chart[data-series*='/train-val'], figure.chart[data-series*='/test']"))
                .hasCount(0);
    }

    @Test
    void lossThatExplodes_leavesTheCurveBeforeInSight_andIsMarkedAndTold() {
        ScriptedRun run = monitor.run("explodes").ago(60_000).started();
        for (int step = 0; step < 40; step++) {
            run.after(100).step(step, step < 36 ? 3 - 0.05 * step : 7 * Math.pow(10, 3.0 * (step - 28) + 2));
        }
        monitor.awaitStep(run.flush().id(), 39);
        Page page = monitor.open("/runs/explodes");
        DrawnChart chart = new DrawnChart(page, "loss").shown();

        assertThat(chart.height().get(1)).as("end of the y axis").isLessThan(5);
        assertThat(chart.legend()).containsText("△ 4 beyond, up to 7e35");
        assertThat(chart.pixels("--curve", 36, 39, 0, 0))
                .as("marks at the upper edge")
                .isGreaterThan(10);
        chart.hover(39, 0.5);
        assertThat(chart.legend()).containsText("7e35");
        page.locator("[aria-label='y axis'] button").getByText("log").click();
        assertThat(chart.legend()).not().containsText("beyond");
        assertThat(chart.height().get(1)).isGreaterThan(7e35);
    }

    @Test
    void addressThatIsNone_isSaidToBeNone() {
        Page page = monitor.open("/");
        Response answer = page.navigate(page.url() + "nonsense");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(page.getByText("There is no such page.")).isVisible();
    }

    @Test
    void runWithASlashInItsId_opensAsItsLinkIsWritten() {
        ScriptedRun run =
                monitor.run("team/run-7").started().step(0, 1).after(100).step(1, Double.NaN);
        monitor.awaitAlert(run.flush().id().replace("/", "%2F"), "nan");
        for (String path : List.of("/runs/team/run-7", "/runs/team%2Frun-7")) {
            assertThat(monitor.open(path).locator("h1")).hasText("team/run-7");
        }
        String id = monitor.ask("/alerts?run=team%2Frun-7&class=nan")
                .at("/alerts/0/id")
                .asText();
        for (String path : List.of("/alerts/" + id, "/alerts/" + LiveMonitor.encoded(id))) {
            assertThat(monitor.open(path).getByText("What to try first")).isVisible();
        }
    }

    @Test
    void runsThatFailAlike_areOneRowOfTheOverview() {
        for (int i = 0; i < SWEEP; i++) {
            ScriptedRun run = monitor.run("alike-" + i).ago(10_000);
            run.started(run.declaration().setProject("sweep"));
            for (int step = 0; step < 5; step++) {
                run.after(100).step(step, step < 3 ? 1.0 / (1 + step) : Double.NaN);
            }
            run.flush();
        }
        for (int i = 0; i < SWEEP; i++) {
            monitor.awaitAlert("alike-" + i, "nan");
        }
        Page page = monitor.open("/");
        Locator row = page.locator(".alert-group")
                .filter(new Locator.FilterOptions().setHasText("sweep"))
                .filter(new Locator.FilterOptions().setHasText("NaN"));
        assertThat(row.locator(".alert-group-head")).containsText(SWEEP + " runs");
        assertThat(row.locator(".alert-line")).hasCount(0);
        row.locator(".alert-group-head").focus();
        page.keyboard().press("Enter");
        assertThat(row.locator(".alert-line")).hasCount(SWEEP);
    }

    @Test
    void tablesThatStart_areSaidTo_andThePageComesByItself(@TempDir Path folder) throws Exception {
        FleetSettings settings = Configuration.parse("fleet: {port: 0, session-timeout: 6s}", "it.yml", Map.of())
                .read(FleetSettings::from);
        try (TestKafka kafka = TestKafka.withoutTopics().open();
                FleetService service =
                        new FleetService(settings, kafka.properties(), folder.resolve("fleet"), Clock.systemUTC())) {
            service.start();
            Page page = monitor.open(service.port(), "/runs/early");
            assertThat(page.getByText("The tables have not started yet: Kafka or its topics are not there."
                            + " This page asks again by itself."))
                    .isVisible();
            kafka.createTopics(4);
            new ScriptedRun(kafka.producer(), "early", 0, 0)
                    .started()
                    .step(0, 1)
                    .flush();
            assertThat(page.locator("h1")).hasText("early");
        }
    }
}
