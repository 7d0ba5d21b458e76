package io.gradwatch.benchmarks.latency;

import io.gradwatch.benchmarks.report.Machine;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.detection.job.EmbeddedDetection;
import io.gradwatch.detection.job.settings.DetectionSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Produce → alert readable: from before a step whose loss is NaN is encoded, until a consumer is handed its alert.
 * Broker, Flink job, producer and consumer are in this process. The baseline is the same step, handed to the same
 * consumer without detection between.
 */
@Command(
        name = "alert-latency",
        description = "Time from a failing step to its readable alert, next to that of the bare step.",
        mixinStandardHelpOptions = true)
public final class AlertLatencyCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    @Option(names = "--alerts", defaultValue = "600", description = "Alerts that count. Default: ${DEFAULT-VALUE}")
    private int alerts;

    @Option(
            names = "--warm-up",
            defaultValue = "150",
            description = "Alerts before, which do not count. Default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(names = "--rate", defaultValue = "270", description = "Records a second. Default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(names = "--failures", defaultValue = "8", description = "Failing runs a second. Default: ${DEFAULT-VALUE}")
    private double failures;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.describe());
        FailingSteps failing = new FailingSteps(warmUp);
        try (ScratchKafka kafka = new ScratchKafka();
                EmbeddedDetection detection = new EmbeddedDetection(
                        DetectionSettings.defaults(kafka.bootstrapServers()),
                        kafka.folder().resolve("checkpoints"))) {
            detection.start();
            detection.awaitRunning(PATIENCE);
            measure(kafka, failing);
        }
        out.println("alert-latency   step readable    " + failing.steps());
        out.println("alert-latency   alert readable   " + failing.alerts());
        out.printf(
                "alert-latency   alert p99 %.1f ms (aim: 100 ms), %.1f times that of the bare step%n",
                failing.alerts().millis(99),
                failing.alerts().millis(99) / failing.steps().millis(99));
        out.println(Machine.describe());
        return 0;
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
