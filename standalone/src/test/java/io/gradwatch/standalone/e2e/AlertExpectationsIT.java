package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Alerts on the page; numbers are those of the expectations. */
@ExtendWith(OneLiveMonitor.class)
class AlertExpectationsIT {

    private final LiveMonitor monitor;

    AlertExpectationsIT(LiveMonitor monitor) {
        this.monitor = monitor;
    }

    @Test
    @DisplayName(
            "8. An alert is drawn on its chart: line at the onset, band until it ends, colour by severity, a click opens it")
    void alert_isDrawnFromOnsetToResolution_andOpensByClick() {
        ScriptedRun run = monitor.run("alarmed").ago(11_000).started();
        alarm(run, 0, 110);
        JsonNode alert = monitor.awaitAlert("alarmed", "nan");
        alarm(run.ago(0), 110, 140);
        int recovered = monitor.askUntil(
                        LiveMonitor.pathOf(alert),
                        now -> now.path("state").asText().equals("recovered"))
                .path("ended_step")
                .asInt();
        alarm(run.ago(0), 140, 300);
        monitor.awaitStep("alarmed", 299);
        Page page = monitor.open("/runs/alarmed");
        DrawnChart chart = new DrawnChart(page, "loss").shown();
        Locator flag = chart.figure().locator("a.flag[data-severity=critical]");
        assertThat(flag).hasAttribute("title", Pattern.compile("nan: .*step 100.*"));
        assertThat(chart.pixels("--critical", 100, 100, 0.05, 0.95))
                .as("line at the onset")
                .isGreaterThan(100);
        assertThat(chart.pixels("--critical", 60, 90, 0.05, 0.95))
                .as("line elsewhere")
                .isZero();
        List<Double> plain = chart.pixel(60, 0.3);
        assertThat(chart.pixel((110 + recovered) / 2, 0.3))
                .as("band while it fired, to step %d", recovered)
                .isNotEqualTo(plain);
        assertThat(chart.pixel(recovered + 20, 0.3)).as("after it recovered").isEqualTo(plain);
        flag.click();
        assertThat(page).hasURL(Pattern.compile(".*/alerts/.+"));
        assertThat(page.locator("h1")).containsText("NaN");
    }

    /** Steps of a run whose loss is NaN for ten of them. */
    private static void alarm(ScriptedRun run, int from, int to) {
        for (int step = from; step < to; step++) {
            run.after(from == 0 ? 100 : 1).step(step, step >= 100 && step < 110 ? Double.NaN : falling(step));
        }
        run.flush();
    }

    /** A loss that falls as it should, with a little noise. */
    private static double falling(int step) {
        return 1 + 3.0 / (1 + step) + 0.01 * (step * 7_919 % 13) / 13;
    }

    @Test
    @DisplayName(
            "9. The alert view draws the metric around the onset with baseline and threshold, and says why it fired")
    void alertView_drawsBaselineAndThreshold_andSaysValueStepAttemptHostAndRank() {
        ScriptedRun run = monitor.run("spiked", 2, 0).ago(120_000);
        run.started(run.declaration().setHost("node-17"));
        SplittableRandom random = new SplittableRandom(9);
        for (int step = 0; step < 400; step++) {
            run.after(100).step(step, step == 300 ? 8.0 : 1 + 0.1 * random.nextDouble());
        }
        run.flush();
        JsonNode alert = monitor.awaitAlert("spiked", "loss_spike");
        JsonNode evidence = monitor.ask(LiveMonitor.pathOf(alert)).path("evidence");
        double usual = evidenceOf(evidence, "usual loss").path("value").asDouble();
        JsonNode ratio = evidenceOf(evidence, "loss over its usual level");
        assertThat(usual).isBetween(0.9, 1.2);

        Page page = monitor.open(LiveMonitor.pathOf(alert));
        DrawnChart chart = new DrawnChart(page, "loss").shown();
        double threshold = usual * ratio.path("threshold").asDouble();
        double from = chart.extent().get(0);
        double to = chart.extent().get(1);
        double y = chart.heightOf(threshold);
        assertThat(from).isBetween(0.0, 299.0);
        assertThat(chart.pixels("--critical", from, to, y, y))
                .as("line of the threshold")
                .isGreaterThan(200);
        y = chart.heightOf(usual * 0.6 + threshold * 0.4);
        assertThat(chart.pixels("--critical", from, to, y, y))
                .as("below the threshold")
                .isZero();
        y = chart.heightOf(usual);
        assertThat(chart.pixels("--ink-soft", from, to, y, y))
                .as("line of the baseline")
                .isGreaterThan(100);

        Locator why = page.getByLabel("Why it fired");
        assertThat(why).containsText(Pattern.compile("loss over its usual level7\\.\\d+"));
        assertThat(why).containsText("onsetstep 300");
        assertThat(why).containsText("attempt2");
        assertThat(why).containsText("rank");
        assertThat(why).containsText("hostnode-17");
    }

    private static JsonNode evidenceOf(JsonNode all, String name) {
        for (JsonNode each : all) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no evidence '" + name + "' in " + all);
    }
}
