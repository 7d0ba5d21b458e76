package io.gradwatch.fleet.live.view;

import io.gradwatch.fleet.api.Described;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/** The whole fleet on one screen. */
@RecordBuilder
public record Overview(
        @Described("Time of the answer, since 1970-01-01 UTC.")
        long nowMillis,

        @Described("Runs by state.") Map<String, Integer> runsByState,

        @Described("Finished runs that did not end well, by verdict.")
        Map<String, Integer> finishedByVerdict,

        @Described("Firing alerts, silenced ones among them.")
        AlertCounts alertsFiring,

        @Described("Firing alerts that a silence covers.") AlertCounts alertsSilenced,

        @Described("Alerts with which the last attempt of a run ended and that nobody has seen to yet.")
        AlertCounts alertsUnrecovered,

        @Described("Runs that ended with one of these alerts.")
        int runsUnrecovered,

        @Described(value = "Rate of all runs that train, together.", finite = true)
        double stepsPerSecond,

        @Described("Hours of all accelerators together.") GpuHours gpuHours,

        @Described("Runs that train at less than 70 % of what their attempt usually does, slowest first.")
        List<SlowRun> slowerThanBaseline,

        @Described("Hosts on which several runs fail alike.")
        List<Suspect> suspects,

        @Described("The largest projects.") List<Group> groups) {

    /** Hours of all accelerators together. */
    public record GpuHours(
            @Described(value = "Hours used.", finite = true) double used,

            @Described(value = "Part of the used hours during which a critical alert fired.", finite = true)
            double wasted) {}

    /** A run that is slower than it was. */
    public record SlowRun(
            @Described("Id of the run.") String run,
            @Described("Name of the run.") String name,
            @Described(value = "Rate now.", finite = true) double stepsPerSecond,

            @Described(value = "Usual rate of the attempt.", finite = true)
            double baselineStepsPerSecond) {}

    /** A host on which at least two runs had an alert of the same class within a day. */
    public record Suspect(
            @Described("Name of the host.") String host,
            @Described("Ids of the runs.") List<String> runs,

            @Described("Classes of the alerts that the runs share.")
            List<String> classes) {}
}
