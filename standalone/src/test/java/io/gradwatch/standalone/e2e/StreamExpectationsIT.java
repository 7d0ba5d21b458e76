package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.gradwatch.agent.TrainingRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Behaviour of the page when its stream hangs or breaks; numbers are those of the expectations. */
@ExtendWith(OneLiveMonitor.class)
class StreamExpectationsIT {

    private static final Duration BANNER = Duration.ofSeconds(10);

    private final LiveMonitor monitor;

    StreamExpectationsIT(LiveMonitor monitor) {
        this.monitor = monitor;
    }

    @Test
    @DisplayName("13. When the stream hangs, a banner with the age of the data comes within 10 s and charts grey out")
    void streamThatHangs_isToldWithinTenSeconds() {
        ScriptedRun run = monitor.run("hangs")
                .started()
                .step(0, 1)
                .after(100)
                .step(1, 0.9)
                .flush();
        monitor.awaitStep(run.id(), 1);
        Page page = monitor.openOverLine("/runs/hangs");
        DrawnChart chart = new DrawnChart(page, "loss").shown();
        assertThat(page.locator(".freshness")).hasText("live");
        assertThat(page.locator(".stale")).hasCount(0);
        assertThat(filterOf(chart)).isEqualTo("none");
        Duration took = hang(page);
        // A load of the host makes a banner late, but not each.
        for (int again = 0; again < 3 && took.compareTo(BANNER) >= 0; again++) {
            monitor.line().mend();
            assertThat(page.locator(".stale")).hasCount(0);
            took = hang(page);
        }
        try {
            assertThat(took).isLessThan(BANNER);
            assertThat(page.locator(".stale")).containsText(Pattern.compile("What you see is \\d+ s old"));
            assertThat(filterOf(chart)).contains("grayscale");
        } finally {
            monitor.line().mend();
        }
        assertThat(page.locator(".stale")).hasCount(0);
        assertThat(filterOf(chart)).isEqualTo("none");
    }

    /** Time from a hang of the stream to the banner. */
    private Duration hang(Page page) {
        long begin = System.nanoTime();
        monitor.line().hang();
        assertThat(page.locator(".stale")).isVisible();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static String filterOf(DrawnChart chart) {
        return (String) chart.figure().locator(".plot").evaluate("plot => getComputedStyle(plot).filter");
    }

    @Test
    @DisplayName("14. After a reconnect the page goes on from the last event: no gap, no duplicate")
    void streamThatWasCut_goesOnWhereItWas() {
        try (TrainingRun run = monitor.train("resumed")) {
            publish(run, 0, 20);
            monitor.awaitStep("resumed", 19);
            Page page = monitor.openOverLine("/runs/resumed");
            DrawnChart chart = new DrawnChart(page, "loss").shown().until(xs -> xs.size() == 20);
            assertThat(page.locator(".freshness")).hasText("live");
            List<String> fetched = new ArrayList<>();
            page.onRequest(request -> {
                if (request.url().contains("/points")) {
                    fetched.add(request.url());
                }
            });
            publish(run, 20, 30);
            chart.until(xs -> xs.size() == 30);
            monitor.line().cut();
            publish(run, 30, 60);
            monitor.awaitStep("resumed", 59);
            assertThat(chart.xs()).as("while it is cut").hasSize(30);
            monitor.line().mend();
            publish(run, 60, 70);
            chart.until(xs -> xs.get(xs.size() - 1) == 69);
            assertThat(chart.xs())
                    .isEqualTo(IntStream.range(0, 70).mapToObj(i -> (double) i).toList());
            assertThat(fetched).as("points that were fetched anew").isEmpty();
            run.finish();
        } finally {
            monitor.line().mend();
        }
    }

    private static void publish(TrainingRun run, int from, int to) {
        for (int step = from; step < to; step++) {
            run.step(step).loss(1.0 / (1 + step)).publish();
        }
    }
}
