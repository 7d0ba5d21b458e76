package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.report.Jmh;
import io.gradwatch.benchmarks.report.Machine;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints {@link DetectionCost}: the detectors next to the decoding. */
@Command(
        name = "detection-cost",
        description =
                "Nanoseconds and bytes that one step costs decoding and the detectors, next to decoding it with Avro.",
        mixinStandardHelpOptions = true)
public final class DetectionCostCommand implements Callable<Integer> {

    @Option(names = "--seconds", defaultValue = "8", description = "Of each figure. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.describe());
        List<Jmh.Cost> costs = Jmh.run(DetectionCost.class, seconds);
        for (Jmh.Cost cost : costs) {
            double baseline = costs.stream()
                    .filter(other -> other.name().equals("decodeByAvro")
                            && other.parameters().equals(cost.parameters()))
                    .findFirst()
                    .orElseThrow()
                    .cpuNanos();
            out.printf(
                    "detection-cost   %-12s %s layers   CPU %,7.0f ns, %.2f of Avro's decoding   clock %,7.0f ns   %,6.0f B%n",
                    cost.name(),
                    cost.parameters().get("layers"),
                    cost.cpuNanos(),
                    cost.cpuNanos() / baseline,
                    cost.nanos(),
                    cost.bytes());
        }
        return 0;
    }
}
