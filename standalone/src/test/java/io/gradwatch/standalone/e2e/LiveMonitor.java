package io.gradwatch.standalone.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.patience.testing.Patience;
import io.gradwatch.standalone.stack.TemporaryFolder;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;

/** {@code gradwatch up} in a process of its own, a browser, and runs that a test scripts. For one thread. */
final class LiveMonitor implements AutoCloseable {

    static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    static final Duration PATIENCE = Patience.PATIENCE;

    private final TemporaryFolder temporary = new TemporaryFolder("gradwatch-expectations-");
    private final UpProcess up = new UpProcess(temporary.path());
    private final KafkaProducer<byte[], byte[]> producer;
    private final CuttableLine line;
    private final Playwright playwright;
    private final Browser browser;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    /** Starts everything. */
    LiveMonitor() throws IOException {
        up.options("-Xmx1g", "-XX:TieredStopAtLevel=4").with("""
                detection:
                  pulse-interval: 1s
                detectors:
                  loss-spike:
                    factor: 2.4
                  hung-run:
                    floor-seconds: 2
                """).start();
        producer = TestKafka.producer(up.kafka(), Map.of("linger.ms", "2", "batch.size", "131072"));
        line = new CuttableLine(up.pagePort());
        playwright = Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    }

    /** The first rank of the first attempt of a run. */
    ScriptedRun run(String id) {
        return run(id, 0, 0);
    }

    /** A rank of an attempt of a run. */
    ScriptedRun run(String id, int attempt, int rank) {
        return new ScriptedRun(producer, id, attempt, rank);
    }

    /** A run of the real agent. */
    TrainingRun train(String id) {
        return TrainingRun.start(
                RunDescription.builder()
                        .runId(id)
                        .name(id)
                        .project("expectations")
                        .build(),
                agent());
    }

    /** Settings by which the agents of jobs reach the monitor. */
    AgentSettings agent() {
        return up.agent();
    }

    /** The line by which pages of {@link #openOverLine} reach the monitor. */
    CuttableLine line() {
        return line;
    }

    /** Opens a page of the monitor, 1440 by 900 pixels. */
    Page open(String path) {
        return open(up.pagePort(), path);
    }

    /** Opens a page of the monitor over the line that can be cut. */
    Page openOverLine(String path) {
        return open(line.port(), path);
    }

    /** Opens a page of any server of this host. */
    Page open(int port, String path) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(1440, 900).setColorScheme(ColorScheme.LIGHT));
        contexts.add(context);
        Page page = context.newPage();
        page.setDefaultTimeout(PATIENCE.toMillis());
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.navigate("http://127.0.0.1:" + port + path);
        return page;
    }

    /** Errors of scripts and dialogs of all pages since the last {@link #closePages}. */
    List<String> complaints() {
        return complaints;
    }

    /** Takes a picture of each page that is open. */
    void picture(Path into, String name) {
        int number = 0;
        for (BrowserContext context : contexts) {
            Path file = into.resolve(name + "-" + number++ + ".png");
            context.pages().get(0).screenshot(new Page.ScreenshotOptions().setPath(file));
        }
    }

    /** Closes all pages. */
    void closePages() {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        complaints.clear();
    }

    /** Answer of the API. */
    JsonNode ask(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(up.page("/api/v1" + path)))
                    .build();
            HttpResponse<byte[]> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Asks until the answer is as wanted. */
    JsonNode askUntil(String path, Predicate<JsonNode> wanted) {
        return askUntil(path, wanted, PATIENCE);
    }

    /** Asks until the answer is as wanted. */
    JsonNode askUntil(String path, Predicate<JsonNode> wanted, Duration patience) {
        return await(path).atMost(patience).pollInterval(Duration.ofMillis(100)).until(() -> ask(path), wanted::test);
    }

    /** A text as a part of a path, or the value of a parameter. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Path of an alert, in the API and on the page. */
    static String pathOf(JsonNode alert) {
        return "/alerts/" + encoded(alert.path("id").asText());
    }

    /** Waits for an alert of a class, in any state, and returns it. */
    JsonNode awaitAlert(String run, String alertClass) {
        String path = "/alerts?run=" + run + "&class=" + alertClass;
        return askUntil(path, answer -> answer.path("alerts").size() > 0).at("/alerts/0");
    }

    /** Waits until the history has a step of the run, and the live tables the run. */
    void awaitStep(String run, long step) {
        String path = "/runs/" + run + "/points?points=2&from=" + step;
        askUntil(path, answer -> answer.path("step").size() > 0);
        askUntil("/runs/" + run, answer -> answer.has("started_millis"));
    }

    @Override
    public void close() throws Exception {
        closePages();
        browser.close();
        playwright.close();
        line.close();
        producer.close(Duration.ofSeconds(5));
        up.close();
        temporary.close();
    }
}
