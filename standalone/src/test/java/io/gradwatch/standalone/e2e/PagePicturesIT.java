package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.standalone.demo.jobs.DemoJob;
import io.gradwatch.standalone.demo.jobs.DemoJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes the pictures of the documentation, of real networks that train, where {@code -Dpictures=FOLDER} asks for them.
 */
@ExtendWith(OneLiveMonitor.class)
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
class PagePicturesIT {

    private static final int MOST_BYTES = 200_000;
    private static final List<String> TRAINED = List.of("healthy", "oscillating", "overfitting", "exploding");

    private final AtomicBoolean stopped = new AtomicBoolean();

    @Test
    void mainPages_overRealRuns(LiveMonitor monitor) throws Exception {
        Path folder = Path.of(System.getProperty("pictures"));
        for (String job : TRAINED) {
            train(monitor, DemoJobs.named(job), job);
        }
        // The job that the demo kills trains for very long.
        Thread live = new Thread(() -> train(monitor, DemoJobs.named("killed"), "overnight"), "overnight");
        live.start();
        JsonNode alert = monitor.awaitAlert("overfitting", "overfitting");
        monitor.awaitAlert("oscillating", "oscillating");
        monitor.awaitAlert("exploding", "nan");
        monitor.awaitStep("overnight", 500);
        try {
            Map<String, String> pages = new LinkedHashMap<>();
            pages.put("fleet", "/");
            pages.put("runs", "/runs");
            pages.put("run", "/runs/exploding");
            pages.put("alert", LiveMonitor.pathOf(alert));
            pages.put("compare", "/compare?run=" + String.join("&run=", TRAINED) + "&y=log");
            for (Map.Entry<String, String> each : pages.entrySet()) {
                Path file = folder.resolve(each.getKey() + ".png");
                picture(monitor, each.getValue(), file);
                assertThat(Files.size(file)).as(file.toString()).isBetween(10_000L, (long) MOST_BYTES);
            }
        } finally {
            stopped.set(true);
            live.join();
        }
    }

    private static void picture(LiveMonitor monitor, String path, Path file) throws IOException {
        Page page = monitor.open(path);
        page.setViewportSize(1280, 800);
        page.locator("h1").first().waitFor();
        page.waitForCondition(() -> page.locator(".loading").count() == 0
                && page.locator(".freshness").textContent().equals("live"));
        // A toast that tells of an alert would stand over what is pictured.
        page.waitForCondition(() -> page.locator(".toast").count() == 0);
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    private void train(LiveMonitor monitor, DemoJob job, String name) {
        RunDescription description = RunDescription.builder()
                .runId(name)
                .project("digits")
                .owner("ada")
                .name(name)
                .build();
        try (TrainingRun run = TrainingRun.start(job.describe(description), monitor.agent())) {
            try {
                job.train(run, report -> {
                    if (stopped.get()) {
                        throw new CancellationException("the pictures are made");
                    }
                });
                run.finish();
            } catch (CancellationException e) {
                run.stop();
            }
        }
    }
}
