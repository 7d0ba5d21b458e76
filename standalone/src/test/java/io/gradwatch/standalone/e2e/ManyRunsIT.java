package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The ways of the page through a sweep of many runs, in a real browser over the real stack: {@code -Dmany-runs=10000}
 * of them by command, else {@value #USUAL}.
 */
class ManyRunsIT {

    private static final String USUAL = "2000";
    private static final int RUNS = Integer.parseInt(System.getProperty("many-runs", USUAL));
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    /** Runs between two that have no dropout, and between two of which the result is NaN. */
    private static final int WITHOUT_DROPOUT = 10;

    private static final int NOT_FINITE = 100;
    private static final int FIRST_NOT_FINITE = 7;
    private static final String[] MODELS = {"convnext", "resnet50", "vit-b16", HOSTILE};

    @RegisterExtension
    static final UpInBrowser BROWSER = new UpInBrowser("-Xmx1g", "-XX:TieredStopAtLevel=4");

    @BeforeAll
    static void sendRuns() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
        try (KafkaProducer<byte[], byte[]> producer =
                TestKafka.producer(BROWSER.up().kafka(), Map.of("linger.ms", "5", "batch.size", "131072"))) {
            for (int i = 0; i < RUNS; i++) {
                send(producer, i);
            }
        }
        HttpRequest finished = HttpRequest.newBuilder(
                        URI.create(BROWSER.up().page("/api/v1/runs?where=state=finished&limit=1")))
                .build();
        await("all runs are listed")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> HttpClient.newHttpClient()
                        .send(finished, BodyHandlers.ofString())
                        .body()
                        .contains("\"total\":" + RUNS + ","));
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, int i) {
        ScriptedRun run = new ScriptedRun(producer, id(i), 0, 0).ago(600_000 + i);
        Map<String, String> configuration = new HashMap<>();
        configuration.put("lr", String.valueOf(rate(i)));
        configuration.put("batch_size", String.valueOf(16 << i % 4));
        configuration.put("model", MODELS[i % MODELS.length]);
        if (i % WITHOUT_DROPOUT != 0) {
            configuration.put("dropout", String.valueOf(i % 7 / 10.0));
        }
        run.started(run.declaration()
                .setProject("sweep")
                .setOwner("owner-" + i % 20)
                .setHyperparameters(configuration)
                .setSummary(Map.of("accuracy", i % NOT_FINITE == FIRST_NOT_FINITE ? Double.NaN : accuracy(i))));
        run.step(0, 2 - accuracy(i)).ended(Outcome.FINISHED, 0);
    }

    private static String id(int i) {
        return "sweep-%05d".formatted(i);
    }

    /** From 1e-5 to 1e-1, each run with its own. */
    private static double rate(int i) {
        return Math.pow(10, -5 + 4.0 * i / (RUNS - 1));
    }

    /** Best for the run in the middle. */
    private static double accuracy(int i) {
        double away = 2.0 * i / (RUNS - 1) - 1;
        return 0.9 - 0.5 * away * away;
    }

    @Test
    void table_isFilteredSortedGroupedAndCompared() {
        Page page = open("/runs?columns=name,config.lr,config.model,result.accuracy");
        page.locator(".run-row a").first().waitFor();
        assertThat(page.locator(".page-head")).containsText("%,d runs".formatted(RUNS));

        page.locator("[data-column='config.lr']").click();
        assertThat(row(page, 0)).containsText(id(RUNS - 1));
        page.locator("[data-column='config.lr']").click();
        assertThat(row(page, 0)).containsText(id(0));
        page.getByLabel("Condition on a column").fill("lr >= " + rate(RUNS / 2));
        page.keyboard().press("Enter");
        assertThat(page.locator(".page-head")).containsText("%,d runs".formatted(RUNS - RUNS / 2));
        assertThat(row(page, 0)).containsText(id(RUNS / 2));

        page.getByLabel("Group by").selectOption("config.model");
        assertThat(page.locator(".run-group")).hasCount(MODELS.length);
        assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("model " + HOSTILE)))
                .containsText("%,d run".formatted(RUNS / 2 / MODELS.length));
        page.getByLabel("Group by").selectOption("");

        assertThat(row(page, 0)).containsText(id(RUNS / 2));
        for (int i = 0; i < 3; i++) {
            row(page, i).locator("input").check();
        }
        assertThat(chosen(page)).containsText("3 runs chosen");
        chosen(page).locator("a.button").first().click();
        assertThat(page.locator(".curve-table tbody tr")).hasCount(3);
        assertThat(page.locator(".curve-table")).containsText(id(RUNS / 2 + 2));
        page.getByRole(AriaRole.LINK, Chromium.named("Parallel coordinates")).click();
        page.waitForFunction("() => document.querySelector('.stage')?.drawn?.runs.length === 3");
        assertThat(page.locator("[data-axis='config.model']")).isVisible();
    }

    @Test
    void parallelCoordinates_areBrushed_andLeadToTheChosenRuns() {
        Page page = open("/runs?project=sweep");
        page.getByRole(AriaRole.LINK, Chromium.named("Parallel coordinates")).click();
        awaitDrawn(page);
        assertThat(page.locator(".axis-name"))
                .hasText(new String[] {"batch_size", "dropout", "lr", "model", "best loss", "accuracy"});
        assertThat(page.locator("[data-axis='config.model']")).isVisible();

        Locator axis = page.locator("[data-brush='config.lr']");
        axis.hover();
        double middle = axis.boundingBox().y + axis.boundingBox().height / 2;
        page.mouse().down();
        page.mouse().move(axis.boundingBox().x + 10, middle - axis.boundingBox().height);
        page.mouse().up();
        assertThat(page).hasURL(Pattern.compile("brush=config.lr%7E0\\.00[01]"));
        int upper = chosenRuns(page);
        assertThat(upper).isBetween(RUNS * 45 / 100, RUNS * 55 / 100);

        Locator lower = page.getByRole(AriaRole.SLIDER, Chromium.named("Lower end of what is chosen on model"));
        lower.press("PageUp");
        assertThat(page).hasURL(Pattern.compile("brush=config.model"));
        page.waitForFunction("() => document.querySelector('.stage').drawn.inside.filter(Boolean).length < " + upper);
        int both = chosenRuns(page);
        String shared = page.url();
        page.getByRole(AriaRole.LINK, Chromium.named("Table of the chosen")).click();
        assertThat(page.locator(".page-head")).containsText("%,d runs".formatted(both));

        page.navigate(shared);
        awaitDrawn(page);
        page.waitForFunction("() => document.querySelector('.stage').drawn.inside.filter(Boolean).length === " + both);
        page.locator("[data-axis='config.model']").press("Shift+ArrowLeft");
        assertThat(page.locator(".axis-name").nth(2)).hasText("model");
        page.locator(".axis-head").nth(0).dragTo(page.locator(".axis-head").nth(1));
        assertThat(page.locator(".axis-name").nth(1)).hasText("batch_size");

        page.locator(".stage").press("Home");
        assertThat(page.locator(".parallel-at")).containsText("sweep-");
        String best = page.locator(".parallel-at").textContent();
        assertThat(best).startsWith("sweep-").contains("lr ", "accuracy ");
        page.locator(".stage").press("Enter");
        assertThat(page.locator("h1")).hasText(best.substring(0, best.indexOf(':')));
    }

    @Test
    void scatter_showsAllRuns_andOpensTheOneInFocus() throws Exception {
        Page page = open("/scatter?x=config.lr&y=result.accuracy&colour=config.model");
        awaitDrawn(page);
        assertThat(page.locator(".scatter .chart-foot"))
                .containsText("accuracy: %,d NaN".formatted(every(NOT_FINITE, RUNS - FIRST_NOT_FINITE)));
        assertThat(page.locator(".colour-legend")).containsText(HOSTILE);
        assertThat(page.getByRole(AriaRole.BUTTON, Chromium.named("Logarithmic x axis")))
                .hasAttribute("aria-pressed", "true");
        page.getByRole(AriaRole.BUTTON, Chromium.named("Logarithmic x axis")).click();
        assertThat(page).hasURL(Pattern.compile("xscale=linear"));

        Download file = page.waitForDownload(() -> {
            page.locator(".scatter").hover();
            page.getByLabel(Pattern.compile("Save an SVG")).click();
        });
        assertThat(Files.readString(file.path()))
                .contains("accuracy against lr", "&#60;img src=x")
                .doesNotContain(HOSTILE);

        page.getByLabel("y", new Page.GetByLabelOptions().setExact(true)).selectOption("config.dropout");
        assertThat(page.locator(".scatter .chart-foot"))
                .containsText("dropout: %,d none".formatted(every(WITHOUT_DROPOUT, RUNS)));
        page.locator(".stage").press("End");
        assertThat(page.locator(".parallel-at")).containsText(id(RUNS - 1));
        page.locator(".stage").press("Enter");
        assertThat(page.locator("h1")).hasText(id(RUNS - 1));
    }

    /** Runs of so many of which one in {@code number} is, the first of them included. */
    private static int every(int number, int runs) {
        return (runs + number - 1) / number;
    }

    private static Page open(String path) {
        Page page = BROWSER.page();
        page.navigate(BROWSER.up().page(path));
        return page;
    }

    private static void awaitDrawn(Page page) {
        page.waitForFunction("() => document.querySelector('.stage')?.drawn?.runs.length === " + RUNS);
    }

    private static int chosenRuns(Page page) {
        return (int) page.evaluate("document.querySelector('.stage').drawn.inside.filter(Boolean).length");
    }

    private static Locator row(Page page, int index) {
        return page.locator(".run-row:not(.head)").nth(index);
    }

    private static Locator chosen(Page page) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Chosen runs"));
    }
}
