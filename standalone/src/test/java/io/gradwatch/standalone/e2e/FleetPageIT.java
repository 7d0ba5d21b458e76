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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real runs on the real page of {@code gradwatch up}, in a real browser, and the same questions on the command line.
 */
class FleetPageIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";
    private static final int STEPS = 300;
    private static final int NAN_FROM = 250;

    @TempDir
    private Path folder;

    private final int kafkaPort = JavaProcesses.freePort();
    private final int pagePort = JavaProcesses.freePort();
    private JavaProcesses processes;

    @BeforeEach
    void up() throws Exception {
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
    }

    @AfterEach
    void stop() throws Exception {
        processes.close();
    }

    @Test
    void runWhoseLossBecomesNaN_isToldByTheCommandLine() throws Exception {
        train("digits-1", "digits", STEPS).close();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gradwatch("alerts", "--run", "digits-1", "--json"))
                        .contains("\"class\":\"nan\"", "\"severity\":\"critical\""));
        assertThat(gradwatch("runs", "--project", "vision"))
                .contains("digits-1", "finished", "NaN")
                .doesNotContain("pulse");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gradwatch(
                                "sql",
                                "--csv",
                                "select count(*), count(*) filter (isnan(loss)) from steps where run = 'digits-1'"))
                        .contains(STEPS + "," + (STEPS - NAN_FROM)));
    }

    @Test
    void runThatGoesOn_isOnThePage_withItsAlert_andNoNameIsMarkup() {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium at " + CHROMIUM);
        List<String> errors = new ArrayList<>();
        try (Playwright playwright =
                        Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new LaunchOptions()
                                .setExecutablePath(CHROMIUM)
                                .setArgs(List.of(
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--disable-background-networking")));
                Page page = browser.newPage();
                TrainingRun run = train("digits-2", HOSTILE, NAN_FROM)) {
            page.setDefaultTimeout(PATIENCE.toMillis());
            page.onPageError(errors::add);
            page.navigate("http://127.0.0.1:" + pagePort + "/runs");
            page.getByText(HOSTILE).first().click();
            Locator loss = page.locator("figure, section, article, div")
                    .filter(new Locator.FilterOptions().setHas(page.locator("canvas")))
                    .first();
            loss.waitFor();
            step(run, NAN_FROM, Double.NaN);
            step(run, NAN_FROM + 1, Double.NaN);
            assertThat(page.getByText("2 NaN").first()).isVisible();
            page.getByText("The loss is NaN").first().click();
            assertThat(page.getByText("What to try").first()).isVisible();
            assertThat(page.title()).isNotEqualTo("owned");
        }
        assertThat(errors).isEmpty();
    }

    /** A run that made so many steps; those from {@link #NAN_FROM} on have no finite loss. */
    private TrainingRun train(String id, String name, int steps) {
        TrainingRun run = TrainingRun.start(
                RunDescription.builder().runId(id).project("vision").name(name).build(),
                AgentSettings.fromEnvironment(Map.of(
                        "GRADWATCH_BOOTSTRAP_SERVERS",
                        "127.0.0.1:" + kafkaPort,
                        "GRADWATCH_SPOOL_FOLDER",
                        folder.resolve("spool").toString())));
        for (int step = 0; step < steps; step++) {
            step(run, step, step < NAN_FROM ? 2.0 / (1 + 0.01 * step) : Double.NaN);
        }
        return run;
    }

    private static void step(TrainingRun run, int step, double loss) {
        run.step(step).loss(loss).gradientNorm(1.0).learningRate(0.01).publish();
    }

    private String gradwatch(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command, "--server", "http://127.0.0.1:" + pagePort));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }
}
