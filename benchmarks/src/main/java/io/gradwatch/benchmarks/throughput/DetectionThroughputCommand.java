package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.report.Numbers;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Records a second through the Flink job with all its detectors, next to consumers that only poll and decode the same
 * topic, in turns: one with Avro's own reader, which is the baseline of the aim, and one with the product's. The first
 * round of each warms the JVM up and does not count.
 */
@Command(
        name = "detection-throughput",
        description = "Records a second through detection, next to a consumer that only polls and decodes.")
public final class DetectionThroughputCommand extends Benchmark {

    @Option(names = "--steps", defaultValue = "3000000", description = "Bare steps.")
    private long steps;

    @Option(names = "--layer-steps", defaultValue = "600000", description = "Steps with statistics of layers.")
    private long layerSteps;

    @Option(names = "--layers", defaultValue = "8", description = "Layers of those.")
    private int layers;

    @Option(names = "--rounds", defaultValue = "4", description = "Rounds that count.")
    private int rounds;

    @Option(names = "--parallelism", defaultValue = "1", description = "Of the job.")
    private int parallelism;

    @Override
    protected void measure() throws IOException, UnreadableRecordException {
        if (steps > 0) {
            measure("bare steps", steps, 0);
        }
        if (layerSteps > 0) {
            measure("steps with " + layers + " layers", layerSteps, layers);
        }
    }

    private void measure(String what, long count, int withLayers) throws IOException, UnreadableRecordException {
        try (ScratchKafka kafka = new ScratchKafka()) {
            TelemetryFill fill = TelemetryFill.send(kafka, withLayers, count);
            print(
                    "detection-throughput   %s: %,d records of %d bytes, 200 runs, %d partitions, parallelism %d%n",
                    what, fill.records(), fill.bytesPerRecord(), ScratchKafka.PARTITIONS, parallelism);
            List<Round> avro = new ArrayList<>();
            List<Round> codec = new ArrayList<>();
            List<Round> detection = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                Round polled = new PlainConsumer(kafka, new AvroReader()::read).read();
                Round decoded = new PlainConsumer(kafka, Topics.TELEMETRY.codec()::decode).read();
                Round detected = new DetectionRun(kafka, "checkpoints-" + round, parallelism).read(fill.records());
                print("  round %d   Avro's reader   %s%n", round, polled);
                print("            our reader      %s%n", decoded);
                print("            detection       %s%n", detected);
                if (round > 0) {
                    avro.add(polled);
                    codec.add(decoded);
                    detection.add(detected);
                }
            }
            report(what, avro, codec, detection);
        }
    }

    private void report(String what, List<Round> avro, List<Round> codec, List<Round> detection) {
        double measured = Numbers.median(detection, Round::recordsPerSecond);
        double baseline = Numbers.median(avro, Round::recordsPerSecond);
        double own = Numbers.median(codec, Round::recordsPerSecond);
        print(
                "detection-throughput   %s: detection %,.0f records/s; consumer with Avro's reader %,.0f,"
                        + " ratio %.2f (aim: 0.50); with ours %,.0f, ratio %.2f;"
                        + " CPU a record %.2f, %.2f and %.2f µs, ratio to Avro's %.2f%n",
                what,
                measured,
                baseline,
                measured / baseline,
                own,
                measured / own,
                Numbers.median(detection, Round::cpuMicrosPerRecord),
                Numbers.median(avro, Round::cpuMicrosPerRecord),
                Numbers.median(codec, Round::cpuMicrosPerRecord),
                Numbers.median(avro, Round::cpuMicrosPerRecord) / Numbers.median(detection, Round::cpuMicrosPerRecord));
    }
}
