package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.standalone.demo.jobs.DemoJob;
import io.gradwatch.standalone.demo.jobs.DemoJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes the pictures of the documentation, of real networks that train, where {@code -Dpictures=FOLDER} asks for them.
 */
@ExtendWith(OneLiveMonitor.class)
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
class PagePicturesIT {

    private static final int MOST_BYTES = 400_000;
    private static final int SWEEP = 40;
    private static final List<String> ENDED = List.of("healthy", "oscillating", "overfitting");

    private static final List<String> WITH_CHARTS = List.of("run", "alert", "compare", "parallel", "scatter");

    private final CountDownLatch pictured = new CountDownLatch(1);

    @Test
    void mainPages_overRealRuns(LiveMonitor monitor) throws Exception {
        Path folder = Path.of(System.getProperty("pictures"));
        for (String job : ENDED) {
            train(monitor, DemoJobs.named(job), job, TrainingRun::finish);
        }
        // The job that the demo kills trains for very long; the one that explodes is left as it is.
        List<Thread> live = List.of(
                new Thread(() -> train(monitor, DemoJobs.named("killed"), "overnight", TrainingRun::stop), "overnight"),
                new Thread(() -> train(monitor, DemoJobs.named("exploding"), "exploding", this::leave), "exploding"));
        live.forEach(Thread::start);
        new SmallSweep().run(monitor, SWEEP);
        monitor.askUntil(
                "/runs?where=state=finished&limit=1&project=" + SmallSweep.PROJECT,
                answer -> answer.path("total").asInt() == SWEEP);
        monitor.awaitAlert("overfitting", "overfitting");
        monitor.awaitAlert("oscillating", "oscillating");
        JsonNode alert = monitor.awaitAlert("exploding", "nan");
        monitor.awaitStep("overnight", 500);
        try {
            Map<String, String> pages = new LinkedHashMap<>();
            pages.put("fleet", "/");
            pages.put("runs", "/runs");
            pages.put("run", "/runs/exploding");
            pages.put("alert", LiveMonitor.pathOf(alert));
            pages.put(
                    "compare",
                    "/compare?run=" + String.join("&run=", ENDED)
                            + "&run=exploding&series=loss&series=train-val/loss&y=log");
            pages.put("parallel", "/parallel?project=" + SmallSweep.PROJECT + "&brush=config.optimizer~~momentum");
            pages.put("scatter", "/scatter?project=" + SmallSweep.PROJECT + "&x=config.lr&colour=config.batch_size");
            for (Map.Entry<String, String> each : pages.entrySet()) {
                Path file = folder.resolve(each.getKey() + ".png");
                picture(monitor, each.getValue(), file, WITH_CHARTS.contains(each.getKey()));
                assertThat(Files.size(file)).as(file.toString()).isBetween(10_000L, (long) MOST_BYTES);
            }
        } finally {
            pictured.countDown();
            for (Thread thread : live) {
                thread.join();
            }
        }
    }

    private static void picture(LiveMonitor monitor, String path, Path file, boolean charts) {
        Page page = monitor.open(path);
        page.setViewportSize(1280, 800);
        page.locator("h1").first().waitFor();
        if (charts) {
            page.locator(".plot canvas, .stage canvas").first().waitFor();
        }
        page.waitForCondition(() -> page.locator(".loading").count() == 0
                && page.locator(".freshness").textContent().equals("live"));
        // A toast about an alert would cover the picture.
        page.waitForCondition(() -> page.locator(".toast").count() == 0);
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    private void leave(TrainingRun run) {
        try {
            pictured.await();
            run.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void train(LiveMonitor monitor, DemoJob job, String name, Consumer<TrainingRun> then) {
        RunDescription description = RunDescription.builder()
                .runId(name)
                .project("digits")
                .owner("ada")
                .name(name)
                .build();
        try (TrainingRun run = TrainingRun.start(job.describe(description), monitor.agent())) {
            try {
                job.train(run, report -> {
                    if (pictured.getCount() == 0) {
                        throw new CancellationException("the pictures are made");
                    }
                });
                then.accept(run);
            } catch (CancellationException e) {
                run.stop();
            }
        }
    }
}
