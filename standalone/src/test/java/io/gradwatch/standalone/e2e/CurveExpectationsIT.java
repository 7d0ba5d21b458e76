package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.schema.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Curves in a real browser over the real stack; numbers are those of the list of expectations. */
@ExtendWith(OneLiveMonitor.class)
class CurveExpectationsIT {

    private static final String LONG_RUN = "long";
    private static final int LONG_STEPS = 200_000;
    private static final int SPIKE_STEP = 123_457;
    private static final double SPIKE = 9.5;
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(180);

    private final LiveMonitor monitor;

    CurveExpectationsIT(LiveMonitor monitor) {
        this.monitor = monitor;
    }

    @Test
    @DisplayName("1. The newest point is on the chart within 2 s, with no reload and no full refetch")
    void newestPoint_isDrawnWithinTwoSeconds_andNothingIsFetchedForIt() {
        try (TrainingRun run = monitor.train("live")) {
            for (int step = 0; step < 50; step++) {
                run.step(step).loss(1.0 / (1 + step)).publish();
            }
            monitor.awaitStep("live", 49);
            Page page = monitor.open("/runs/live");
            DrawnChart chart = new DrawnChart(page, "loss").shown().until(xs -> xs.size() == 50);
            assertThat(page.locator(".freshness")).hasText("live");
            List<String> asked = new ArrayList<>();
            // The page asks once more for the run itself when its stream has settled; curves grow by the stream alone.
            page.onRequest(request -> {
                if (request.url().contains("/points") || request.url().contains("/series")) {
                    asked.add(request.url());
                }
            });
            List<Integer> updates = Collections.synchronizedList(new ArrayList<>());
            CDPSession network = page.context().newCDPSession(page);
            network.send("Network.enable");
            network.on("Network.eventSourceMessageReceived", message -> {
                if (message.get("eventName").getAsString().equals("step")) {
                    updates.add(message.get("data").getAsString().length());
                }
            });
            List<Duration> waits = new ArrayList<>();
            for (int step = 50; step < 60; step++) {
                int wanted = step;
                long sent = System.nanoTime();
                run.step(step).loss(1.0 / (1 + step)).publish();
                chart.until(xs -> xs.get(xs.size() - 1) == wanted);
                waits.add(Duration.ofNanos(System.nanoTime() - sent));
            }
            // A load of the host makes points slow, but not most of them.
            waits.sort(null);
            assertThat(waits.get(waits.size() / 2))
                    .as("from publish() to the chart, the median of %s", waits)
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(chart.valueAt(0, 59.0)).isEqualTo(1.0 / 60);
            assertThat(asked).as("requests while points came").isEmpty();
            assertThat(updates).isNotEmpty().allMatch(bytes -> bytes < 1_000);
            run.finish();
        }
    }

    @Test
    @DisplayName(
            "2. NaN, +Inf and -Inf are marked on the axis edge, counted, banded while they last, never joined across")
    void nonFiniteValues_areMarkedCountedAndNotJoinedAcross() {
        ScriptedRun run = monitor.run("nonfinite").ago(60_000).started();
        for (int step = 0; step < 60; step++) {
            double loss = step < 3 ? 4 - step : 1;
            loss = step >= 20 && step < 25 ? Double.NaN : loss;
            loss = step == 35 ? Double.POSITIVE_INFINITY : step == 45 ? Double.NEGATIVE_INFINITY : loss;
            run.after(100).step(step, loss);
        }
        monitor.awaitStep(run.flush().id(), 59);
        DrawnChart chart = new DrawnChart(monitor.open("/runs/nonfinite"), "loss").shown();

        assertThat(chart.legend()).containsText("◆ 5 NaN");
        assertThat(chart.legend()).containsText("▲ 1 +Inf");
        assertThat(chart.legend()).containsText("▼ 1 −Inf");
        assertThat(chart.pixels("--nonfinite", 20, 20, 1, 1))
                .as("diamond at the lower edge")
                .isGreaterThan(20);
        assertThat(chart.pixels("--nonfinite", 35, 35, 0, 0))
                .as("triangle at the upper edge")
                .isGreaterThan(20);
        assertThat(chart.pixels("--nonfinite", 45, 45, 1, 1))
                .as("triangle at the lower edge")
                .isGreaterThan(20);
        assertThat(chart.pixels("--nonfinite", 50, 58, 1, 1))
                .as("marks where all is finite")
                .isZero();
        assertThat(chart.pixel(22, 0.3)).as("band over the NaNs").isNotEqualTo(chart.pixel(52, 0.3));
        for (double bad : new double[] {20, 21, 22, 23, 24, 35, 45}) {
            assertThat(chart.valueAt(0, bad))
                    .as("value drawn at step %.0f", bad)
                    .isNull();
        }
        assertThat(chart.pixels("--curve", 21.5, 23, 0, 1))
                .as("curve across the NaNs")
                .isZero();
        assertThat(chart.pixels("--curve", 26, 34, 0, 1))
                .as("curve where it is finite")
                .isGreaterThan(20);
    }

    @Test
    @DisplayName("3. A single-point spike among 200,000 points is visible at every zoom")
    void spikeOfOneStep_isDrawnAtEveryZoom() {
        fillLongRun();
        for (int reach = LONG_STEPS; reach >= 50; reach /= 5) {
            int from = Math.max(0, SPIKE_STEP - reach);
            int to = Math.min(LONG_STEPS - 1, SPIKE_STEP + reach);
            Page page = monitor.open("/runs/" + LONG_RUN + "?from=" + from + "&to=" + to);
            DrawnChart chart = new DrawnChart(page, "loss").shown();
            List<Double> highs = chart.highs(0);
            assertThat(highs.stream().filter(Objects::nonNull))
                    .as("%d to %d", from, to)
                    .contains(SPIKE);
            double at = chart.xs().get(highs.indexOf(SPIKE));
            assertThat(at).isBetween(SPIKE_STEP - reach / 200.0 - 1, (double) SPIKE_STEP);
            assertThat(chart.painted(at, chart.heightOf(0.9 * SPIKE), chart.heightOf(0.5 * SPIKE)))
                    .as("rows under the tip that the spike is drawn in, at %d to %d", from, to)
                    .isGreaterThan(0.9);
            monitor.closePages();
        }
    }

    @Test
    @DisplayName("4. Zooming in refetches at higher resolution until raw points are shown, and a label says which")
    void zoomingIn_fetchesFinerPointsUntilTheyAreRaw() {
        fillLongRun();
        Page page = monitor.open("/runs/" + LONG_RUN);
        DrawnChart chart = new DrawnChart(page, "loss").shown();
        Pattern bucket = Pattern.compile("1 bucket = ([\\d,]+) steps, min–max");
        assertThat(chart.resolution()).hasText(bucket);
        long before = Long.MAX_VALUE;
        int zooms = 0;
        while (!chart.resolution().textContent().equals("every value")) {
            String label = chart.resolution().textContent();
            long steps = Long.parseLong(bucket.matcher(label).replaceAll("$1").replace(",", ""));
            assertThat(steps).as("steps of a bucket after zoom %d", zooms).isLessThan(before);
            before = steps;
            List<Double> extent = chart.extent();
            double length = extent.get(1) - extent.get(0);
            page.waitForResponse(
                    answer -> answer.url().contains("/points?series=loss")
                            && answer.url().contains("from="),
                    () -> chart.drag(extent.get(0) + 0.4 * length, extent.get(0) + 0.5 * length));
            assertThat(chart.resolution()).not().containsText("refining");
            zooms++;
        }
        assertThat(zooms).isBetween(2, 5);
        List<Double> xs = chart.xs();
        for (int i = 1; i < xs.size(); i++) {
            assertThat(xs.get(i) - xs.get(i - 1)).as("raw steps").isEqualTo(1);
        }
    }

    @Test
    @DisplayName("5. Smoothing is computed on raw data on the server; the raw band stays visible; the default is none")
    void smoothing_isTheServersOverRawValues_andTheBandStays() {
        fillLongRun();
        Page page = monitor.open("/runs/" + LONG_RUN);
        DrawnChart chart = new DrawnChart(page, "loss").shown();
        assertThat(page.locator(".smoothing output")).hasText("off");
        List<Double> highs = chart.highs(0);
        List<Double> plain = chart.values(0);
        Locator slider = page.locator(".smoothing input");
        slider.focus();
        String asked = page.waitForRequest(request -> request.url().contains("smooth="), () -> slider.press("End"))
                .url();
        assertThat(page.locator(".smoothing output")).hasText("over 100k values");
        assertThat(page.url()).contains("smooth=100000");
        chart.until(xs -> !chart.values(0).equals(plain));

        assertThat(chart.highs(0)).as("the band of the raw values").isEqualTo(highs);
        JsonNode answer = monitor.ask(asked.substring(asked.indexOf("/api/v1") + 7));
        List<Double> smoothed = new ArrayList<>();
        answer.path("smoothed").forEach(value -> smoothed.add(value.asDouble()));
        assertThat(chart.values(0)).isEqualTo(smoothed);
        // Half of the values are 1 and half 3, so that a mean over many of them is 2 whatever the buckets are.
        assertThat(smoothed.get(smoothed.size() - 1)).isCloseTo(2, within(0.02));
        assertThat(chart.pixel(chart.xs().get(400), chart.heightOf(2.6)))
                .as("the band between 1 and 3")
                .isNotEqualTo(chart.pixel(chart.xs().get(400), chart.heightOf(5)));
    }

    @Test
    @DisplayName("6. On a log scale zero, negative and non-finite values are marked and counted, not lost")
    void logScale_marksAndCountsWhatItCannotShow() {
        ScriptedRun run = monitor.run("signed").ago(60_000).started();
        for (int step = 0; step < 50; step++) {
            double loss = step == 10 ? 0 : step == 20 || step == 21 ? -2 : step == 30 ? Double.NaN : 1 + step % 2;
            run.after(100).step(step, step == 40 ? Double.POSITIVE_INFINITY : loss);
        }
        monitor.awaitStep(run.flush().id(), 49);
        Page page = monitor.open("/runs/signed");
        DrawnChart chart = new DrawnChart(page, "loss").shown();
        assertThat(chart.legend()).not().containsText("≤ 0");
        page.getByRole(AriaRole.BUTTON, Chromium.named("log")).click();

        assertThat(chart.legend()).containsText("○ 3 ≤ 0");
        assertThat(chart.legend()).containsText("◆ 1 NaN");
        assertThat(chart.legend()).containsText("▲ 1 +Inf");
        assertThat(chart.height().get(0)).as("start of a log axis").isGreaterThan(0);
        for (double hidden : new double[] {10, 20, 21}) {
            assertThat(chart.valueAt(0, hidden)).isNull();
        }
        assertThat(chart.pixels("--ink-faint", 10, 10, 1, 1))
                .as("circle at the lower edge")
                .isGreaterThan(0);
        assertThat(chart.pixels("--ink-faint", 14, 16, 1, 1))
                .as("circles where all is positive")
                .isZero();
    }

    @Test
    @DisplayName("7. The x axis switches between step, wall time, relative time and tokens; the selection is kept")
    void axisSwitch_movesThePointsAndKeepsTheSelection() {
        ScriptedRun run = monitor.run("tokens").ago(600_000).started();
        for (int step = 0; step < 100; step++) {
            run.after(1_000)
                    .step(Step.newBuilder()
                            .setStep(step)
                            .setLoss(2.0 - 0.01 * step)
                            .setTokens(4_096L * (step + 1)));
        }
        monitor.awaitStep(run.flush().id(), 99);
        JsonNode points = monitor.ask("/runs/tokens/points?series=loss&from=20&to=60&points=1000");
        long start = monitor.ask("/runs/tokens").path("started_millis").asLong();
        Page page = monitor.open("/runs/tokens?from=20&to=60");
        DrawnChart chart = new DrawnChart(page, "loss").shown().until(xs -> xs.size() == 41);
        assertThat(chart.extent()).containsExactly(20.0, 60.0);
        double secondsOfStep20 = points.at("/time_millis/0").asLong() / 1_000.0;
        expectAxis(page, chart, "wall time", secondsOfStep20);
        expectAxis(page, chart, "relative time", secondsOfStep20 - start / 1_000.0);
        expectAxis(page, chart, "tokens", 4_096 * 21);
        expectAxis(page, chart, "step", 20);
    }

    private void expectAxis(Page page, DrawnChart chart, String name, double first) {
        page.getByRole(AriaRole.BUTTON, Chromium.named(name)).click();
        chart.until(xs -> xs.size() == 41 && Math.abs(xs.get(0) - first) < 1e-3);
        assertThat(page.url()).contains("from=20").contains("to=60");
        assertThat(chart.values(0).get(40)).isEqualTo(2.0 - 0.01 * 60);
    }

    /** Once for all tests: losses of 1 and 3 in turn, with one spike. */
    private void fillLongRun() {
        if (monitor.ask("/runs/" + LONG_RUN).has("error")) {
            ScriptedRun run = monitor.run(LONG_RUN).ago(LONG_STEPS).started();
            for (int step = 0; step < LONG_STEPS; step++) {
                run.after(1).step(step, step == SPIKE_STEP ? SPIKE : step % 2 == 0 ? 1 : 3);
            }
            run.flush();
        }
        String all = "/runs/" + LONG_RUN + "/points?points=2";
        monitor.askUntil(all, answer -> counted(answer) == LONG_STEPS, LONG_PATIENCE);
    }

    private static long counted(JsonNode points) {
        long sum = 0;
        for (JsonNode count : points.path("count")) {
            sum += count.asLong();
        }
        return sum;
    }
}
