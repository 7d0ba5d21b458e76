package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.standalone.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How runs that end badly are told: agent, Kafka, Flink, tables, API, SQL, commands, and the page of {@code gradwatch
 * up} in a real browser.
 */
class EndedRunsIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    private static int kafkaPort;
    private static int pagePort;
    private static JavaProcesses processes;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> errors = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void up() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium at " + CHROMIUM);
        kafkaPort = JavaProcesses.freePort();
        pagePort = JavaProcesses.freePort();
        processes = new JavaProcesses(folder);
        Path config = Files.writeString(folder.resolve("gradwatch.yaml"), """
                data-folder: %s
                kafka:
                  port: %d
                agent:
                  socket: %s
                fleet:
                  port: %d
                """.formatted(
                        folder.resolve("data"), kafkaPort, folder.resolve("up.sock"), pagePort));
        processes.start("up", Main.class.getName(), List.of("up", "--config", config.toString()));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Files.readString(folder.resolve("up.log")))
                        .contains("See them at http://127.0.0.1:" + pagePort));
        playwright = Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    @AfterAll
    static void stop() throws Exception {
        if (playwright != null) {
            playwright.close();
        }
        if (processes != null) {
            processes.close();
        }
    }

    @BeforeEach
    void open() {
        page = browser.newPage();
        page.setDefaultTimeout(PATIENCE.toMillis());
        page.onPageError(errors::add);
    }

    @AfterEach
    void close() {
        page.close();
        assertThat(errors).isEmpty();
    }

    @Test
    void runThatEndsWithNan_isFinishedDiverged_andStaysUntilItIsAcknowledged() {
        train("dies", 0, EndedRunsIT::dies);
        train("spikes", 0, EndedRunsIT::recovers);
        awaitCommand("finished, diverged (nan)", "runs", "--text", "dies");
        awaitCommand("recovered", "alerts", "--run", "spikes");

        assertThat(gradwatch("runs", "--text", "spikes")).contains("finished").doesNotContain("finished,");
        assertThat(gradwatch("runs", "--verdict", "diverged")).contains("dies").doesNotContain("spikes");
        assertThat(gradwatch("runs", "--json", "dies"))
                .contains("\"state\":\"finished\"", "\"verdict\":\"diverged\"", "\"unrecovered\":[\"nan\"]");
        awaitCommand(
                "dies,finished,diverged,[nan]",
                "sql",
                "--csv",
                "SELECT run, outcome, verdict, unrecovered FROM runs WHERE run = 'dies'");
        awaitCommand(
                "unrecovered,run_ended", "sql", "--csv", "SELECT state, resolution FROM alerts WHERE run = 'dies'");

        page.navigate(page("/runs?text=dies"));
        Locator row = page.locator(".run-row").filter(new Locator.FilterOptions().setHasText("dies"));
        assertThat(row.locator(".cell-state")).hasText("finished, diverged (NaN)");
        assertThat(row.locator(".cell-state .run-state")).hasAttribute("data-verdict", "unrecovered");
        assertThat(row.locator(".cell-alerts")).containsText("NaN");
        String broken = shape(row.locator(".cell-state"));
        page.navigate(page("/runs?text=spikes"));
        Locator well = page.locator(".run-row").filter(new Locator.FilterOptions().setHasText("spikes"));
        assertThat(well.locator(".cell-state")).hasText("finished");
        assertThat(shape(well.locator(".cell-state"))).as("a tick").isNotEqualTo(broken);
        page.navigate(page("/runs/dies"));
        assertThat(page.locator(".run-title .run-state")).hasText("finished, diverged (NaN)");

        page.navigate(page("/"));
        assertThat(page.locator(".headline h1")).containsText("ended unrecovered");
        assertThat(overview("dies")).hasAttribute("data-status", "unrecovered");
        assertThat(overview("spikes")).hasCount(0);
        assertThat(page).hasTitle(Pattern.compile("Fleet \\(.*unrecovered\\).*"));
        overview("dies").locator("button[title=Acknowledge]").click();
        assertThat(overview("dies")).hasCount(0);
        assertThat(gradwatch("alerts", "--run", "dies", "--json"))
                .contains("\"state\":\"unrecovered\"", "\"status\":\"acknowledged\"", "\"open\":false");
        assertThat(gradwatch("runs", "--text", "dies")).contains("finished, diverged (nan)");
    }

    @Test
    void nextAttempt_takesTheOldOneOff_andACommandAcknowledges() {
        train("again", 0, EndedRunsIT::dies);
        train("seen", 0, EndedRunsIT::dies);
        awaitCommand("again", "alerts", "--open", "--run", "again");
        awaitCommand("seen", "alerts", "--open", "--run", "seen");
        page.navigate(page("/"));
        overview("again").waitFor();

        train("again", 1, EndedRunsIT::recovers);
        String alert =
                gradwatch("alerts", "--run", "seen", "--json").replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        run(List.of("acknowledge", alert, "--by", "ada", "--kafka=127.0.0.1:" + kafkaPort));

        assertThat(overview("again")).hasCount(0);
        assertThat(overview("seen")).hasCount(0);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gradwatch("runs", "--text", "again"))
                        .contains("finished")
                        .doesNotContain("diverged"));
    }

    @Test
    void thirtyRunsOfASweepThatDiedOfNan_areOneRowOfTheOverview_andAcknowledgedAtOnce() {
        for (int i = 0; i < 30; i++) {
            train("sweep-" + i, 0, EndedRunsIT::dies);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gradwatch("alerts", "--open", "--limit", "100")
                                .lines()
                                .filter(line -> line.contains("sweep-")))
                        .hasSize(30));
        page.navigate(page("/"));
        assertThat(page.locator(".headline h1")).containsText(Pattern.compile("3\\d ended unrecovered"));
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
        assertThat(gradwatch("alerts", "--open", "--limit", "100")).doesNotContain("sweep-");
    }

    private static double dies(int step) {
        return step < 50 ? 2.0 / (1 + 0.01 * step) : Double.NaN;
    }

    private static double recovers(int step) {
        return step == 30 ? Double.NaN : 2.0 / (1 + 0.01 * step);
    }

    /** A run of 60 steps that finishes. Its project is the first word of its id, lest equal alerts be one row. */
    private void train(String id, int attempt, IntToDoubleFunction loss) {
        TrainingRun run = TrainingRun.start(
                RunDescription.builder()
                        .runId(id)
                        .attempt(attempt)
                        .project(id.replaceFirst("-.*", ""))
                        .name(id)
                        .build(),
                AgentSettings.fromEnvironment(Map.of(
                        "GRADWATCH_BOOTSTRAP_SERVERS",
                        "127.0.0.1:" + kafkaPort,
                        "GRADWATCH_SPOOL_FOLDER",
                        folder.resolve("spool").toString())));
        for (int step = 0; step < 60; step++) {
            run.step(step).loss(loss.applyAsDouble(step)).learningRate(0.01).publish();
        }
        run.close();
    }

    private Locator overview(String run) {
        return page.locator("section:has(h2:text-is('Broken now')) .alert-line")
                .filter(new Locator.FilterOptions().setHasText(run));
    }

    private static String shape(Locator cell) {
        return cell.locator("svg path").first().getAttribute("d");
    }

    private static void awaitCommand(String wanted, String... arguments) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gradwatch(arguments)).contains(wanted));
    }

    private static String gradwatch(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--server", "http://127.0.0.1:" + pagePort));
        return run(all);
    }

    private static String page(String path) {
        return "http://127.0.0.1:" + pagePort + path;
    }

    private static String run(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }
}
