package io.gradwatch.benchmarks.scale;

import io.gradwatch.benchmarks.report.Machine;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Memory, disk and restart of detection, fleet and alerting, by the number of runs that train at once. */
@Command(
        name = "scale",
        description = "Memory, disk and restart of each part by the number of live runs, and what a run more takes.",
        mixinStandardHelpOptions = true)
public final class ScaleCommand implements Callable<Integer> {

    @Option(
            names = "--runs",
            split = ",",
            defaultValue = "2500,10000",
            description = "Live runs, one number a round, fewest first. Default: ${DEFAULT-VALUE}")
    private List<Integer> runs;

    @Option(
            names = "--layers",
            defaultValue = "8",
            description = "Layers with statistics in each step. Default: ${DEFAULT-VALUE}")
    private int layers;

    @Option(names = "--steps", defaultValue = "50", description = "Steps of each run. Default: ${DEFAULT-VALUE}")
    private int steps;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.describe());
        Map<String, Footprint> fewer = new HashMap<>();
        for (int count : runs) {
            out.printf("scale   %,d runs of %d steps with %d layers%n", count, steps, layers);
            for (Footprint footprint : measure(count)) {
                out.printf("scale   %s%n", footprint);
                Footprint before = fewer.put(footprint.part(), footprint);
                if (before != null) {
                    out.printf("scale   %s%n", footprint.slopeFrom(before));
                }
            }
            out.flush();
        }
        out.println(Machine.describe());
        return 0;
    }

    private List<Footprint> measure(int count) throws Exception {
        try (ScratchKafka kafka = new ScratchKafka()) {
            Crowd crowd = new Crowd(kafka, count, layers, steps);
            crowd.send();
            return List.of(
                    new DetectionScale(kafka).measure(crowd),
                    new FleetScale(kafka).measure(crowd),
                    new AlertingScale(kafka).measure(crowd));
        }
    }
}
