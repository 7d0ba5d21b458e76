package io.gradwatch.benchmarks.page;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.report.Latencies;
import io.gradwatch.benchmarks.report.Numbers;
import io.gradwatch.benchmarks.setup.ScratchFleet;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * From {@code publish()} in the training loop, through agent, Kafka, fleet and stream, to the frame that draws the
 * step.
 */
@Command(
        name = "step-to-chart",
        description = "Milliseconds from a step in the training loop to its point on the chart in Chromium.")
public final class StepToChartCommand extends Benchmark {

    private static final String RUN = "watched";
    private static final int WARM_UP = 30;

    /** Notes at every frame which steps the chart of the loss has come to hold since the last one, and when. */
    private static final String WATCH = """
            window.seen = {};
            (function look() {
              const plot = document.querySelector('[data-series="loss"] .plot')?.uplot;
              const xs = plot?.data[0] ?? [];
              for (let i = xs.length - 1; i >= 0 && window.seen[xs[i]] === undefined; i--) {
                window.seen[xs[i]] = performance.timeOrigin + performance.now();
              }
              requestAnimationFrame(look);
            })();""";

    @Option(names = "--steps", defaultValue = "200", description = "Steps that count.")
    private int steps;

    @Option(names = "--pause", defaultValue = "300", description = "Mean milliseconds between two steps.")
    private int pause;

    @Override
    protected void measure() throws Exception {
        try (ScratchKafka kafka = new ScratchKafka();
                ScratchFleet fleet = new ScratchFleet(kafka);
                Chromium chromium = new Chromium();
                TrainingRun run = TrainingRun.start(
                        RunDescription.builder().runId(RUN).name(RUN).build(),
                        AgentSettings.fromEnvironment(Map.of(
                                "GRADWATCH_BOOTSTRAP_SERVERS",
                                kafka.bootstrapServers(),
                                "GRADWATCH_SPOOL_FOLDER",
                                kafka.folder().resolve("spool").toString())))) {
            publish(run, 0);
            ScratchFleet.until(
                    "the run is known", () -> fleet.service().fleet().run(RUN).isPresent());
            Page page = chromium.page();
            List<Double> bytes = new ArrayList<>();
            CDPSession network = page.context().newCDPSession(page);
            network.send("Network.enable");
            network.on("Network.eventSourceMessageReceived", message -> {
                if (message.get("eventName").getAsString().equals("step")) {
                    bytes.add((double) message.get("data").getAsString().length());
                }
            });
            page.navigate(fleet.url("/runs/" + RUN));
            page.locator("[data-series=loss] canvas").waitFor();
            page.evaluate(WATCH);
            print(watch(page, run), bytes);
        }
    }

    private Latencies watch(Page page, TrainingRun run) {
        Latencies latencies = new Latencies();
        SplittableRandom random = new SplittableRandom(1);
        long[] sent = new long[steps + WARM_UP + 1];
        for (int step = 1; step < sent.length; step++) {
            sent[step] = System.currentTimeMillis();
            publish(run, step);
            // Not in time with the rests of stream and chart.
            page.waitForTimeout(pause / 2.0 + random.nextInt(pause));
        }
        page.waitForFunction("step => window.seen[step] !== undefined", sent.length - 1);
        for (int step = WARM_UP + 1; step < sent.length; step++) {
            double seen = ((Number) page.evaluate("step => window.seen[step]", step)).doubleValue();
            latencies.add((long) ((seen - sent[step]) * 1e6));
        }
        return latencies;
    }

    private void print(Latencies latencies, List<Double> bytes) {
        print(
                "step-to-chart   %s%nstep-to-chart   bytes of an update: median %.0f, at most %.0f, of %d updates%n",
                latencies, Numbers.median(bytes), Numbers.quantile(bytes, 1), bytes.size());
    }

    private static void publish(TrainingRun run, int step) {
        run.step(step)
                .loss(2.0 / (1 + step))
                .learningRate(3e-4)
                .gradientNorm(1.0)
                .updateRatio(1e-3)
                .durationMillis(100)
                .publish();
    }
}
