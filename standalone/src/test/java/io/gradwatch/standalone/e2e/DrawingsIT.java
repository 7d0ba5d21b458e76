package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.gradwatch.standalone.CommandRun;
import io.gradwatch.standalone.replay.SampleLogs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drawings of {@code replay --draw} in a browser, opened from disk. */
class DrawingsIT {

    private static final String EVIL = "<img src=x onerror=alert(1)>";

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private final List<String> wrong = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void draw() throws Exception {
        Chromium.assume();
        SampleLogs logs = new SampleLogs(folder);
        Path hostile = Files.writeString(
                folder.resolve("a\"b'<i>&.csv"), "step,train_loss," + EVIL + "\n0,1,1\n1,nan,1\n2,nan,1\n");
        CommandRun run = CommandRun.of(
                "replay",
                "--draw",
                folder.resolve("pages").toString(),
                logs.exploding("bad.csv").toString(),
                logs.restarted("again.csv").toString(),
                logs.overfitting("over.csv").toString(),
                logs.cutList("cut.json").toString(),
                hostile.toString());
        assertThat(run.err()).contains("is not whole JSON");
        chromium = new Chromium();
    }

    @BeforeEach
    void open() {
        page = chromium.open(wrong);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                wrong.add(message.text());
            }
        });
        page.onRequest(request -> {
            if (!request.url().startsWith("file:")) {
                wrong.add("asked for " + request.url());
            }
        });
    }

    @AfterEach
    void nothingWentWrong() {
        page.close();
        assertThat(wrong).isEmpty();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void list_leadsToTheDrawingOfARun_andBack() {
        show("index");

        assertThat(page.textContent("main > p")).isEqualTo("5 runs, 4 with alerts");
        eventually(() -> assertThat(page.locator(".spark polyline").count()).isEqualTo(5));
        assertThat(row("bad").locator(".severity").first().getAttribute("data-severity"))
                .isEqualTo("critical");
        row("bad").locator("a").click();
        titleBecomes("bad \u00b7 Gradwatch");
        page.click("text=All runs");
        titleBecomes("Replayed runs \u00b7 Gradwatch");
    }

    private void titleBecomes(String title) {
        eventually(() -> assertThat(page.title()).isEqualTo(title));
    }

    /** Playwright is for one thread. */
    private static void eventually(ThrowingRunnable assertion) {
        await().pollInSameThread().untilAsserted(assertion);
    }

    @Test
    void curves_areDrawnWithNanAndAlerts() {
        show("bad");

        eventually(() -> assertThat(legend("loss")).contains("NaN"));
        Locator flags = page.locator("[data-series=loss] .flag");
        assertThat(flags.first().getAttribute("data-severity")).isEqualTo("critical");
        assertThat(page.locator("[data-series=loss]").textContent()).doesNotContain("Parquet");
        eventually(() -> assertThat(page.locator(".drawing-alert").count()).isEqualTo(flags.count()));
        assertThat(page.locator(".drawing-alert").first().textContent())
                .contains("critical", "since step", "raised at step", "(row", "unrecovered")
                .contains("Probable causes", "What to try first");
        flags.first().click();
        eventually(() -> assertThat(page.evaluate(
                        "document.querySelector('.drawing-alert').getBoundingClientRect().top < innerHeight"))
                .isEqualTo(true));
    }

    @Test
    void raisedStep_isMarkedBesideTheOnset() {
        show("over");

        page.locator("[data-series=loss] .flag").first().waitFor();
        eventually(() -> assertThat(markedRows("alerts[0].raised_step"))
                .as("part of a dashed line")
                .isBetween(0.3, 0.8));
        assertThat(markedRows("alerts[0].raised_step - 20")).isLessThan(0.1);
    }

    /** Part of the rows of the loss chart at a step whose colour is not that of four pixels to the right. */
    private double markedRows(String step) {
        return ((Number) page.evaluate("""
                () => {
                  const { alerts } = JSON.parse(document.getElementById("drawn").textContent);
                  const u = document.querySelector("[data-series=loss] .plot").uplot;
                  const x = Math.round(u.valToPos(%s, "x", true));
                  const column = (at) => u.ctx.getImageData(at, u.bbox.top, 1, u.bbox.height).data;
                  const [here, beside] = [column(x), column(x + 4)];
                  const differs = (row) => [0, 1, 2].some((i) => here[4 * row + i] !== beside[4 * row + i]);
                  const rows = [...Array(u.bbox.height).keys()];
                  return rows.filter(differs).length / rows.length;
                }""".formatted(step))).doubleValue();
    }

    @Test
    void attempts_bothShow_andAZoomStays() {
        show("again");

        eventually(() -> assertThat(legend("loss")).isNotEmpty());
        assertThat(plotted("[data-series=loss]")).isEqualTo(3 * 2);
        Locator over = page.locator("[data-series=loss] .u-over");
        double middle = over.boundingBox().y + over.boundingBox().height / 2;
        page.mouse().move(over.boundingBox().x + 100, middle);
        page.mouse().down();
        page.mouse().move(over.boundingBox().x + 400, middle);
        page.mouse().up();
        page.locator(".zoom").waitFor();
        page.click("text=Show all");
        page.locator(".view-bar .hint").waitFor();
    }

    @Test
    void logThatEndsTooEarly_saysSo() {
        show("cut");

        assertThat(page.textContent(".drawing-problem"))
                .startsWith("cut short: ")
                .contains("is not whole JSON");
    }

    @Test
    void hostileNames_areTextAndNothingElse() {
        show("a_b_i_");

        assertThat(page.textContent("h1")).isEqualTo("a\"b'<i>&");
        assertThat(page.locator("figcaption h3", new Page.LocatorOptions().setHasText(EVIL))
                        .count())
                .isEqualTo(1);
        assertThat(page.locator("img, i, [onerror]").count()).isZero();
    }

    @Test
    void colours_followTheSystem() {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        show("bad");
        eventually(() -> assertThat(page.evaluate("document.documentElement.dataset.theme"))
                .isEqualTo("dark"));

        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        eventually(() -> assertThat(page.evaluate("document.documentElement.dataset.theme"))
                .isEqualTo("light"));
    }

    private void show(String name) {
        page.navigate(folder.resolve("pages").resolve(name + ".html").toUri().toString());
        page.locator("main").waitFor();
    }

    private Locator row(String run) {
        return page.locator("tr", new Page.LocatorOptions().setHas(page.locator("a[href='" + run + ".html']")));
    }

    private String legend(String series) {
        return page.locator("[data-series='" + series + "'] .legend").textContent();
    }

    /** Number of lines of a chart, the edges of their bands included. */
    private Object plotted(String chart) {
        return page.evaluate("chart => document.querySelector(chart + ' .plot').uplot.series.length - 1", chart);
    }
}
