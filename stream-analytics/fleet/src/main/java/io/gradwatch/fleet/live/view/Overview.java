package io.gradwatch.fleet.live.view;

import java.util.List;
import java.util.Map;

/**
 * The whole fleet on one screen.
 *
 * @param finishedByVerdict those of the finished runs that did not end well, by label of their
 *     {@link io.gradwatch.schema.fault.RunVerdict}
 * @param alertsFiring silenced ones among them
 * @param alertsSilenced those of them that a silence covers
 * @param alertsUnrecovered those with which the last attempt of a run ended and that nobody has seen to yet
 * @param runsUnrecovered runs that ended with one of these
 * @param stepsPerSecond of all runs that train
 * @param slowerThanBaseline runs that train at less than 70 % of what their attempt usually does, slowest first
 * @param suspects hosts on which several runs fail alike
 * @param groups the largest projects
 */
public record Overview(
        long nowMillis,
        Map<String, Integer> runsByState,
        Map<String, Integer> finishedByVerdict,
        AlertCounts alertsFiring,
        AlertCounts alertsSilenced,
        AlertCounts alertsUnrecovered,
        int runsUnrecovered,
        double stepsPerSecond,
        GpuHours gpuHours,
        List<SlowRun> slowerThanBaseline,
        List<Suspect> suspects,
        List<Group> groups) {

    /** Hours of all accelerators together; wasted is the part during which a critical alert fired. */
    public record GpuHours(double used, double wasted) {}

    /** A run that is slower than it was. */
    public record SlowRun(String run, String name, double stepsPerSecond, double baselineStepsPerSecond) {}

    /** A host on which at least two runs had an alert of the same class within a day. */
    public record Suspect(String host, List<String> runs, List<String> classes) {}
}
