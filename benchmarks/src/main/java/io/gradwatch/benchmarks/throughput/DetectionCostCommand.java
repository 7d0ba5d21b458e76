package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.report.Jmh;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints {@link DetectionCost}: the detectors next to the decoding. */
@Command(
        name = "detection-cost",
        description =
                "Nanoseconds and bytes that one step costs decoding and the detectors, next to decoding it with Avro.")
public final class DetectionCostCommand extends Benchmark {

    @Option(names = "--seconds", defaultValue = "8", description = "Of each figure.")
    private int seconds;

    @Override
    protected void measure() {
        List<Jmh.Cost> costs = Jmh.run(DetectionCost.class, seconds);
        for (Jmh.Cost cost : costs) {
            double baseline = costs.stream()
                    .filter(other -> other.name().equals("decodeByAvro")
                            && other.parameters().equals(cost.parameters()))
                    .findFirst()
                    .orElseThrow()
                    .cpuNanos();
            print(
                    "detection-cost   %-12s %s layers   CPU %,7.0f ns, %.2f of Avro's decoding   clock %,7.0f ns   %,6.0f B%n",
                    cost.name(),
                    cost.parameters().get("layers"),
                    cost.cpuNanos(),
                    cost.cpuNanos() / baseline,
                    cost.nanos(),
                    cost.bytes());
        }
    }
}
