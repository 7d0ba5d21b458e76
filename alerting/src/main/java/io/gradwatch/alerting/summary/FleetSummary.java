package io.gradwatch.alerting.summary;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.gradwatch.schema.fault.RunVerdict;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answer of the fleet to {@code GET /api/v1/summary}. Names in it are those of jobs: hostile text, of bounded number.
 *
 * @param runs that began or ended
 * @param gpuHoursLost hours of accelerators from where faults turned critical
 * @param runsWithLoss runs that lost hours of accelerators
 * @param faults by class, the gravest first
 * @param worstRuns runs that lost most
 * @param results projects with a lower validation loss
 * @param votes of people whether it was useful to be told
 */
public record FleetSummary(
        RunCounts runs,
        double gpuHoursLost,
        long runsWithLoss,
        List<Fault> faults,
        List<WorstRun> worstRuns,
        List<Result> results,
        Votes votes) {

    /** Most entries of a list that are kept. Own choice: the fleet answers fewer. */
    private static final int MOST = 50;

    /** Takes what is missing as none. */
    public FleetSummary {
        runs = runs == null ? new RunCounts(0, 0, 0, 0) : runs;
        faults = bounded(faults);
        worstRuns = bounded(worstRuns);
        results = bounded(results);
        votes = votes == null ? new Votes(0, 0) : votes;
    }

    private static <T> List<T> bounded(List<T> list) {
        return list == null
                ? List.of()
                : list.stream().filter(Objects::nonNull).limit(MOST).toList();
    }

    /** True where nothing broke. */
    public boolean nothingBroke() {
        return faults.isEmpty() && worstRuns.isEmpty();
    }

    /** True where nothing broke and no result is better. */
    @JsonIgnore
    public boolean isEmpty() {
        return nothingBroke() && betterResults().isEmpty();
    }

    /** Results that are lower than an earlier one, but for those of runs that diverged. */
    public List<Result> betterResults() {
        Set<String> diverged = worstRuns.stream()
                .filter(run -> run.open() && RunVerdict.of(List.of(run.classes().split(", "))) == RunVerdict.DIVERGED)
                .map(WorstRun::run)
                .collect(Collectors.toSet());
        return results.stream()
                .filter(result -> result.before() != null && !diverged.contains(result.run()))
                .toList();
    }

    /** Counts of runs. */
    public record RunCounts(long started, long ended, long finished, long failed) {

        /** Those that ended and neither finished nor failed. */
        public long stopped() {
            return Math.max(0, ended - finished - failed);
        }
    }

    /** Alerts of one class. */
    public record Fault(
            @JsonProperty("class") String alertClass,
            long alerts,
            long runs,
            long critical,
            long recovered,
            long open,
            long acknowledged) {

        /** Takes what is missing as empty. */
        public Fault {
            alertClass = given(alertClass);
        }
    }

    /** A run that lost hours of accelerators. */
    public record WorstRun(
            String run,
            String name,
            String project,
            String owner,
            String outcome,
            String classes,
            double gpuHoursLost,
            boolean open) {

        /** Takes what is missing as empty. */
        public WorstRun {
            run = given(run);
            name = given(name);
            project = given(project);
            owner = given(owner);
            outcome = given(outcome);
            classes = given(classes);
        }
    }

    /**
     * The lowest validation loss of a project.
     *
     * @param before lowest one before; null without one
     */
    public record Result(String project, String run, String name, double loss, Double before) {

        /** Takes what is missing as empty. */
        public Result {
            project = given(project);
            run = given(run);
            name = given(name);
        }
    }

    /** Counts of votes. */
    public record Votes(long useful, long useless) {}

    private static String given(String text) {
        return text == null ? "" : text;
    }
}
