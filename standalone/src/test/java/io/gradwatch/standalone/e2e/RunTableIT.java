package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import io.gradwatch.schema.Outcome;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table of runs and the list of alerts, in a real browser over the real stack. */
@ExtendWith(OneLiveMonitor.class)
class RunTableIT {

    private static final int RUNS = 1_000;
    private static final Pattern ASCENDING = Pattern.compile("ascending");

    private final LiveMonitor monitor;

    RunTableIT(LiveMonitor monitor) {
        this.monitor = monitor;
    }

    @Test
    void columnsOfTheConfiguration_areChosenSortedFilteredGroupedAndSaved() {
        sweep("sweep", RUNS);
        Page page = monitor.open("/runs?project=sweep");
        page.locator(".run-row a").first().waitFor();

        page.keyboard().press("c");
        page.getByLabel("Search columns").fill("lr");
        page.locator(".chooser-list label").filter(text("config.lr")).click();
        page.getByLabel("Search columns").fill("accuracy");
        page.locator(".chooser-list label").filter(text("result.accuracy")).click();
        page.getByRole(AriaRole.BUTTON, Chromium.named("Done")).click();
        Locator lr = page.locator("[data-column='config.lr']");
        assertThat(page.locator("[role=columnheader]")).hasCount(13);

        lr.click();
        lr.click();
        assertThat(page.locator("[role=columnheader][aria-sort]")).hasAttribute("aria-sort", ASCENDING);
        assertThat(cell(page, 0, 11)).hasText("0.001");
        assertThat(cell(page, 0, 12)).hasText("0.001");
        lr.focus();
        page.keyboard().press("Shift+ArrowLeft");
        assertThat(page.locator("[role=columnheader]").nth(10)).hasText("lr");
        page.locator("[data-column='name']").focus();
        page.keyboard().press("p");
        assertThat(cell(page, 0, 2)).hasCSS("position", "sticky");

        page.getByLabel("Condition on a column").fill("lr > 0.9");
        page.keyboard().press("Enter");
        page.getByLabel("Condition on a column").fill("model = resnet*");
        page.keyboard().press("Enter");
        assertThat(page.getByText("50 runs")).isVisible();
        page.getByLabel("Group by").selectOption("config.lr");
        assertThat(page.locator(".run-group")).hasCount(50);
        page.getByLabel("Group by").selectOption("state");
        assertThat(page.locator(".run-group")).hasCount(1);
        page.locator(".run-group button").first().click();
        assertThat(page.locator(".run-group .run-row")).hasCount(50);

        page.locator(".views-menu summary").click();
        page.getByLabel("Name of the view").fill("fast <b>ones</b>");
        page.getByRole(AriaRole.BUTTON, Chromium.named("Save")).click();
        assertThat(page.locator(".views-panel li a")).hasText("fast <b>ones</b>");
        Page other = monitor.open("/runs?view=fast+%3Cb%3Eones%3C%2Fb%3E");
        assertThat(other.locator(".run-group")).hasCount(1);
        assertThat(other.getByLabel("Group by")).hasValue("state");
        assertThat(other.getByText("lr > 0.9")).isVisible();
        assertThat(monitor.complaints()).isEmpty();
    }

    @Test
    void runsAreChosenByKeysAndRanges_andTakenAwayAsAFile() throws Exception {
        sweep("keys", 30);
        Page page = monitor.open("/runs?project=keys&sort=name&order=asc&columns=name,config.lr");
        page.locator(".run-row a").first().waitFor();
        page.keyboard().press("j");
        page.keyboard().press("x");
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("X");
        Locator bar = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Chosen runs"));
        assertThat(bar).containsText("3 runs chosen");
        page.locator(".run-row input")
                .nth(5)
                .click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        assertThat(bar).containsText("6 runs chosen");
        assertThat(bar.getByText("Compare"))
                .hasAttribute("href", Pattern.compile("run=keys-0000&run=keys-0001.*keys-0005"));

        Download file = page.waitForDownload(() -> bar.getByText("CSV").click());
        assertThat(Files.readString(file.path()))
                .startsWith("run,name,config.lr\r\nkeys-0000,keys-0000,0.001\r\n")
                .hasLineCount(7);
        page.keyboard().press("*");
        assertThat(bar).containsText("30 runs chosen");
        assertThat(bar.getByText("Compare")).isDisabled();
        page.keyboard().press("?");
        assertThat(page.locator("dialog.help")).containsText("choose all from the last chosen to it");
    }

    @Test
    void alertsOfChosenRuns_areAcknowledged_andListedByText() {
        for (int i = 0; i < 4; i++) {
            ScriptedRun run = monitor.run("bulk-" + i).ago(10_000);
            run.started(run.declaration().setProject("bulk").setOwner("owner-" + i % 2));
            for (int step = 0; step < 5; step++) {
                run.after(100).step(step, step < 3 ? 1.0 / (1 + step) : Double.NaN);
            }
            run.flush();
        }
        for (int i = 0; i < 4; i++) {
            monitor.awaitAlert("bulk-" + i, "nan");
        }
        Page runs = monitor.open("/runs?project=bulk&sort=name&order=asc&selected=bulk-0,bulk-1");
        runs.getByText("Acknowledge their alerts").click();
        monitor.askUntil(
                "/alerts?project=bulk&class=nan&status=acknowledged",
                answer -> answer.path("total").asInt() == 2);

        Page alerts = monitor.open("/alerts?project=bulk&class=nan&text=/BULK-[123]$/");
        assertThat(alerts.locator(".alert-line")).hasCount(3);
        alerts.getByLabel("owner").selectOption("owner-1");
        assertThat(alerts.locator(".alert-line")).hasCount(2);
        alerts.getByLabel("Group by").selectOption("run_name");
        assertThat(alerts.locator(".alert-set summary")).hasCount(2);
        alerts.keyboard().press("j");
        alerts.keyboard().press("x");
        alerts.keyboard().press("*");
        alerts.keyboard().press("s");
        Locator dialog = alerts.locator("dialog.silence-dialog");
        assertThat(dialog.getByLabel("Pattern of run")).hasValue(Pattern.compile("/\\(bulk-[13]\\|bulk-[13]\\)/"));
        dialog.getByText("Silence for").click();
        monitor.askUntil(
                "/alerts?project=bulk&class=nan&status=silenced",
                answer -> answer.path("total").asInt() == 2);
    }

    private void sweep(String project, int runs) {
        for (int i = 0; i < runs; i++) {
            ScriptedRun run = monitor.run("%s-%04d".formatted(project, i)).ago(600_000 + i);
            run.started(run.declaration()
                    .setProject(project)
                    .setHyperparameters(
                            Map.of("lr", String.valueOf((i + 1) / 1_000.0), "model", i % 2 == 0 ? "resnet50" : "vit"))
                    .setSummary(Map.of("accuracy", (i + 1) / 1_000.0)));
            run.step(0, i).ended(Outcome.FINISHED, 0);
        }
        monitor.askUntil(
                "/runs?where=state=finished&limit=1&project=" + project,
                answer -> answer.path("total").asInt() == runs);
    }

    private static Locator cell(Page page, int row, int column) {
        return page.locator(".run-row:not(.head)")
                .nth(row)
                .locator("[role=cell]")
                .nth(column);
    }

    private static FilterOptions text(String text) {
        return new FilterOptions().setHasText(text);
    }
}
