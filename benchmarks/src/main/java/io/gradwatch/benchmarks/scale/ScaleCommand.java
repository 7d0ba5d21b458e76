package io.gradwatch.benchmarks.scale;

import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Memory, disk and restart of detection, fleet and alerting, by the number of runs that train at once. */
@Command(
        name = "scale",
        description = "Memory, disk and restart of each part by the number of live runs, and what a run more takes.")
public final class ScaleCommand extends Benchmark {

    @Option(
            names = "--runs",
            split = ",",
            defaultValue = "2500,10000",
            description = "Live runs, one number a round, fewest first.")
    private List<Integer> runs;

    @Option(names = "--layers", defaultValue = "8", description = "Layers with statistics in each step.")
    private int layers;

    @Option(names = "--steps", defaultValue = "50", description = "Steps of each run.")
    private int steps;

    @Override
    protected void measure() throws Exception {
        Map<String, Footprint> fewer = new HashMap<>();
        for (int count : runs) {
            print("scale   %,d runs of %d steps with %d layers%n", count, steps, layers);
            for (Footprint footprint : measure(count)) {
                print("scale   %s%n", footprint);
                Footprint before = fewer.put(footprint.part(), footprint);
                if (before != null) {
                    print("scale   %s%n", footprint.slopeFrom(before));
                }
            }
        }
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
