package io.gradwatch.fleet.summary;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gradwatch.fleet.api.Described;
import java.util.List;

/** Summary of a stretch of time over the fleet. */
@Described(name = "FleetSummary")
public record Summary(
        @Described("Begin, since 1970-01-01 UTC.") long fromMillis,

        @Described("End, not included, since 1970-01-01 UTC.")
        long toMillis,

        @Described(value = "Project that it is of; null for all.", nullable = true)
        String project,

        @Described("Runs that began or ended in the time.") RunCounts runs,

        @Described(
                value = "Hours of accelerators from where a fault turned critical to where it recovered or its run"
                        + " ended, within the time.",
                finite = true)
        double gpuHoursLost,

        @Described("Runs that lost hours of accelerators.") long runsWithLoss,

        @Described("Warnings and critical alerts that were raised in the time, by class, the gravest first.")
        List<Fault> faults,

        @Described("Runs that lost most, at most ten.") List<WorstRun> worstRuns,

        @Described("Projects whose lowest validation loss became lower, at most ten.")
        List<Result> results,

        @Described("Votes on alerts in the time.") Votes votes) {

    /** Counts of runs. */
    @Described(name = "SummaryRuns")
    public record RunCounts(
            @Described("Runs that started.") long started,
            @Described("Runs that ended.") long ended,
            @Described("Those of them that finished.") long finished,

            @Described("Those of them that failed, ran out of memory or were killed.")
            long failed) {}

    /** Alerts of one class. */
    @Described(name = "SummaryFault")
    public record Fault(
            @Described("Class of the alerts.") @JsonProperty("class")
            String alertClass,

            @Described("Alerts that were raised.") long alerts,
            @Described("Runs that had them.") long runs,
            @Described("Alerts that were critical.") long critical,
            @Described("Alerts that have recovered.") long recovered,

            @Described("Alerts that fire, or with which a run ended and that nobody acknowledged.")
            long open,

            @Described("Alerts that somebody acknowledged.") long acknowledged) {}

    /** A run that lost hours of accelerators. */
    @Described(name = "SummaryRun")
    public record WorstRun(
            @Described("Id of the run.") String run,
            @Described("Name of the run.") String name,
            @Described("Project of the run.") String project,
            @Described("Owner of the run.") String owner,

            @Described("Outcome of the run; running while it goes on.")
            String outcome,

            @Described("Classes of its critical faults, with commas between.")
            String classes,

            @Described(value = "Hours of accelerators that it lost.", finite = true)
            double gpuHoursLost,

            @Described("True where a fault of it still fires, or ended with the run and nobody acknowledged it.")
            boolean open) {}

    /** The lowest validation loss of a project. */
    @Described(name = "SummaryResult")
    public record Result(
            @Described("Project.") String project,
            @Described("Id of the run that has it.") String run,
            @Described("Name of the run.") String name,

            @Described(value = "Lowest loss on train-val.", finite = true)
            double loss,

            @Described(value = "Lowest one before the time; null without one.", nullable = true, finite = true)
            Double before) {}

    /** Counts of votes. */
    @Described(name = "SummaryVotes")
    public record Votes(
            @Described("Votes that an alert was useful.") long useful,
            @Described("Votes that it was not.") long useless) {}
}
