package io.gradwatch.benchmarks.latency;

import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.detection.job.EmbeddedDetection;
import io.gradwatch.detection.job.settings.DetectionSettings;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Produce → alert readable: from before a step whose loss is NaN is encoded, until a consumer is handed its alert.
 * Broker, Flink job, producer and consumer are in this process. The baseline is the same step, handed to the same
 * consumer without detection between.
 */
@Command(
        name = "alert-latency",
        description = "Time from a failing step to its readable alert, next to that of the bare step.")
public final class AlertLatencyCommand extends Benchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    @Option(names = "--alerts", defaultValue = "600", description = "Alerts that count.")
    private int alerts;

    @Option(names = "--warm-up", defaultValue = "150", description = "Alerts before, which do not count.")
    private int warmUp;

    @Option(names = "--rate", defaultValue = "270", description = "Records a second.")
    private double rate;

    @Option(names = "--failures", defaultValue = "8", description = "Failing runs a second.")
    private double failures;

    @Override
    protected void measure() throws InterruptedException {
        FailingSteps failing = new FailingSteps(warmUp);
        try (ScratchKafka kafka = new ScratchKafka();
                EmbeddedDetection detection = new EmbeddedDetection(
                        DetectionSettings.defaults(kafka.bootstrapServers()),
                        kafka.folder().resolve("checkpoints"))) {
            detection.start();
            detection.awaitRunning(PATIENCE);
            measure(kafka, failing);
        }
        print("alert-latency   step readable    %s%n", failing.steps());
        print("alert-latency   alert readable   %s%n", failing.alerts());
        print(
                "alert-latency   alert p99 %.1f ms (aim: 100 ms), %.1f times that of the bare step%n",
                failing.alerts().millis(99),
                failing.alerts().millis(99) / failing.steps().millis(99));
    }

    private void measure(ScratchKafka kafka, FailingSteps failing) throws InterruptedException {
        try (Reader reader = new Reader(kafka, failing)) {
            SteadySender sender = new SteadySender(kafka, rate, failures, failing);
            sender.start();
            Duration planned = Duration.ofMillis((long) (1000 * (alerts + warmUp) / failures));
            Instant deadline = Instant.now().plus(planned).plus(PATIENCE);
            while (failing.counted() < alerts) {
                reader.poll(POLL);
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException("only " + failing.counted() + " of " + alerts + " alerts came in "
                            + planned.plus(PATIENCE).toSeconds() + " s");
                }
            }
            sender.finish();
        }
    }
}
