package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.schema.NoticeLevel;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Runs that end badly, from the agent by Kafka, Flink and the tables to the API, SQL, the commands, and the page of
 * {@code gradwatch up} in a real browser.
 */
class EndedRunsIT {

    @RegisterExtension
    static final UpInBrowser BROWSER = new UpInBrowser();

    private final UpProcess up = BROWSER.up();
    private final Page page = BROWSER.page();

    @Test
    void runThatEndsWithNan_isFinishedDiverged_andStaysUntilItIsAcknowledged() {
        train("dies", 0, EndedRunsIT::dies);
        train("spikes", 0, EndedRunsIT::recovers);
        up.awaitOutput("finished, diverged (nan)", "runs", "--text", "dies");
        up.awaitOutput("recovered", "alerts", "--run", "spikes");

        assertThat(up.gradwatch("runs", "--text", "spikes"))
                .contains("finished")
                .doesNotContain("finished,");
        assertThat(up.gradwatch("runs", "--verdict", "diverged"))
                .contains("dies")
                .doesNotContain("spikes");
        assertThat(up.gradwatch("runs", "--json", "dies"))
                .contains("\"state\":\"finished\"", "\"verdict\":\"diverged\"", "\"unrecovered\":[\"nan\"]");
        up.awaitOutput(
                "dies,finished,diverged,[nan]",
                "sql",
                "--csv",
                "SELECT run, outcome, verdict, unrecovered FROM runs WHERE run = 'dies'");
        up.awaitOutput(
                "unrecovered,run_ended", "sql", "--csv", "SELECT state, resolution FROM alerts WHERE run = 'dies'");

        page.navigate(up.page("/runs?text=dies"));
        Locator row = page.locator(".run-row").filter(new Locator.FilterOptions().setHasText("dies"));
        assertThat(row.locator(".cell-state")).hasText("finished, diverged (nan)");
        assertThat(row.locator(".cell-state .run-state")).hasAttribute("data-verdict", "unrecovered");
        assertThat(row.locator(".cell-alerts")).containsText("nan");
        String broken = shape(row.locator(".cell-state"));
        page.navigate(up.page("/runs?text=spikes"));
        Locator well = page.locator(".run-row").filter(new Locator.FilterOptions().setHasText("spikes"));
        assertThat(well.locator(".cell-state")).hasText("finished");
        assertThat(shape(well.locator(".cell-state"))).as("a tick").isNotEqualTo(broken);
        page.navigate(up.page("/runs/dies"));
        assertThat(page.locator(".run-title .run-state")).hasText("finished, diverged (nan)");

        page.navigate(up.page("/"));
        assertThat(page.locator(".headline h1")).containsText("ended with a fault");
        assertThat(overview("dies")).hasAttribute("data-status", "unrecovered");
        assertThat(overview("spikes")).hasCount(0);
        assertThat(page).hasTitle(Pattern.compile("Fleet \\(.*unrecovered\\).*"));
        overview("dies").locator("button[title=Acknowledge]").click();
        assertThat(overview("dies")).hasCount(0);
        assertThat(up.gradwatch("alerts", "--run", "dies", "--json"))
                .contains("\"state\":\"unrecovered\"", "\"status\":\"acknowledged\"", "\"open\":false");
        assertThat(up.gradwatch("runs", "--text", "dies")).contains("finished, diverged (nan)");
    }

    @Test
    void runWithAWarningOfItsOwn_isFinishedWithATick() {
        TrainingRun run = start("warned", 0);
        run.step(0).loss(1.0).publish();
        run.alert("disk", "3 % left", NoticeLevel.WARNING);
        for (int step = 1; step < 60; step++) {
            run.step(step).loss(1.0 / step).publish();
        }
        run.close();
        up.awaitOutput("unrecovered", "alerts", "--run", "warned");
        up.awaitOutput("finished", "runs", "--text", "warned");

        assertThat(up.gradwatch("runs", "--text", "warned")).doesNotContain("finished,");
        assertThat(up.gradwatch("alerts", "--open", "--run", "warned")).doesNotContain("warned");
        page.navigate(up.page("/runs?text=warned"));
        Locator row = page.locator(".run-row").filter(new Locator.FilterOptions().setHasText("warned"));
        assertThat(row.locator(".cell-state")).hasText("finished");
        assertThat(row.locator(".cell-state .run-state")).not().hasAttribute("data-verdict", "unrecovered");
    }

    @Test
    void nextAttempt_takesTheOldOneOff_andACommandAcknowledges() {
        train("again", 0, EndedRunsIT::dies);
        train("seen", 0, EndedRunsIT::dies);
        up.awaitOutput("again", "alerts", "--open", "--run", "again");
        up.awaitOutput("seen", "alerts", "--open", "--run", "seen");
        page.navigate(up.page("/"));
        overview("again").waitFor();

        train("again", 1, EndedRunsIT::recovers);
        String alert =
                up.gradwatch("alerts", "--run", "seen", "--json").replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        up.gradwatch("acknowledge", alert, "--by", "ada");

        assertThat(overview("again")).hasCount(0);
        assertThat(overview("seen")).hasCount(0);
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(up.gradwatch("runs", "--text", "again"))
                        .contains("finished")
                        .doesNotContain("diverged"));
    }

    @Test
    void thirtyRunsOfASweepThatDiedOfNan_areOneRowOfTheOverview_andAcknowledgedAtOnce() {
        for (int i = 0; i < 30; i++) {
            train("sweep-" + i, 0, EndedRunsIT::dies);
        }
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(up.gradwatch("alerts", "--open", "--limit", "100")
                                .lines()
                                .filter(line -> line.contains("sweep-")))
                        .hasSize(30));
        page.navigate(up.page("/"));
        assertThat(page.locator(".headline h1")).containsText(Pattern.compile("3\\d runs ended with a fault"));
        assertThat(page.locator(".state-list")).containsText("finished, diverged");
        Locator row = page.locator(".alert-group").filter(new Locator.FilterOptions().setHasText("sweep-"));
        assertThat(row).hasAttribute("data-status", "unrecovered");
        assertThat(row.locator(".alert-group-head")).containsText("30 runs");

        row.locator(".alert-group-head").click();
        overview("sweep-7").locator("button[title=Acknowledge]").click();
        assertThat(row.locator(".alert-group-head")).containsText("29 runs");
        assertThat(overview("sweep-7")).hasCount(0);
        row.locator("button[title='Acknowledge all 29']").click();
        assertThat(row).hasCount(0);
        assertThat(up.gradwatch("alerts", "--open", "--limit", "100")).doesNotContain("sweep-");
    }

    private static double dies(int step) {
        return step < 50 ? 2.0 / (1 + 0.01 * step) : Double.NaN;
    }

    private static double recovers(int step) {
        return step == 30 ? Double.NaN : 2.0 / (1 + 0.01 * step);
    }

    /** A run of 60 steps that finishes. Its project is the first word of its id, lest equal alerts be one row. */
    private void train(String id, int attempt, IntToDoubleFunction loss) {
        TrainingRun run = start(id, attempt);
        for (int step = 0; step < 60; step++) {
            run.step(step).loss(loss.applyAsDouble(step)).learningRate(0.01).publish();
        }
        run.close();
    }

    private TrainingRun start(String id, int attempt) {
        return TrainingRun.start(
                RunDescription.builder()
                        .runId(id)
                        .attempt(attempt)
                        .project(id.replaceFirst("-.*", ""))
                        .name(id)
                        .build(),
                up.agent());
    }

    private Locator overview(String run) {
        return page.locator("section:has(h2:text-is('Open alerts')) .alert-line")
                .filter(new Locator.FilterOptions().setHasText(run));
    }

    private static String shape(Locator cell) {
        return cell.locator("svg path").first().getAttribute("d");
    }
}
