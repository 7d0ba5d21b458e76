package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradwatch.fleet.api.Described;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A run with all that is known of it now. */
@RecordBuilder
public record RunDetail(
        @JsonUnwrapped RunRow row,

        @Described("True where the run is in the live tables. Else it comes from the history, which has no rates,"
                + " progress, steps of extremes or pace of ranks.")
        boolean live,

        @Described("Declaration of the run.") Description description,
        @Described("Starts of the run, in order.") List<Attempt> attempts,

        @Described("Checkpoints that it saved last, the newest first.")
        List<Checkpoint> checkpoints,

        @Described("One for each series, by name.") List<Metric> metrics,

        @Described("Ranks of the present attempt by number, at most 1,024.")
        List<Rank> ranks,

        @Described(value = "Spread over all ranks of the present attempt; null where there is one.", nullable = true)
        RankSpread rankSpread,

        @Described("Validation loss minus training loss; null without either.")
        Double generalisationGap,

        @Described("Firing alerts, and those that ended last, newest first.")
        List<AlertRow> alerts,

        @Described("Notes of people, the earliest first.") List<Note> notes) {

    /** The same with its row as it is now. */
    public RunDetail at(UnaryOperator<RunRow> now) {
        return RunDetailBuilder.builder(this).row(now.apply(row)).build();
    }

    /** The same with other rows of alerts. */
    public RunDetail with(List<AlertRow> other) {
        return RunDetailBuilder.builder(this).alerts(other).build();
    }

    /** The same with the notes of people. */
    public RunDetail withNotes(List<Note> other) {
        return RunDetailBuilder.builder(this).notes(other).build();
    }

    /** Declaration of the run. */
    public record Description(
            @Described("Training framework.") String framework,
            @Described("Version of the framework.") String frameworkVersion,
            @Described("Hyper-parameters by name.") Map<String, String> hyperparameters,

            @Described(value = "Objective of the training.", nullable = true)
            String objective,

            @Described("Error that the training aims at.") Double goalError,

            @Described(value = "Run or model to compare with.", nullable = true)
            String reference,

            @Described("Layers or groups of parameters.") List<Layer> layers,
            @Described("Notes for people, in lines.") String notes,
            @Described("Definitions of series by the run.") List<Definition> definitions,

            @Described("Results, by the names that the job uses.")
            Map<String, Double> summary) {}

    /** Definition of a series by the run. */
    public record Definition(
            @Described("Name of the series.") String name,

            @Described("Parts of it in the results: last, min, max, mean, best, several with commas between, or none.")
            String summary,

            @Described("minimize, maximize, or empty.") String goal,

            @Described("Series to draw it over; empty for the step.")
            String stepMetric,

            @Described("True where charts leave it out.") boolean hidden) {}

    /** A layer or group of parameters. */
    public record Layer(
            @Described("Name of the layer.") String name,
            @Described("Type of the layer.") String type,
            @Described("Number of parameters.") long parameters) {}

    /** One start of the run. */
    public record Attempt(
            @Described("Number of the attempt.") int attempt,
            @Described("Start, since 1970-01-01 UTC.") long startedMillis,

            @Described("End, since 1970-01-01 UTC; null while it goes on.")
            Long endedMillis,

            @Described(
                    value = "Outcome; null while it goes on.",
                    nullable = true,
                    words = {"finished", "failed", "out_of_memory", "stopped", "unknown", "killed"})
            String outcome,

            @Described("First step; -1 while there was none.")
            long firstStep,

            @Described("Last step; -1 before the first.") long lastStep,

            @Described(value = "Class of the exception that ended it.", nullable = true)
            String exception,

            @Described(value = "Message of the exception.", nullable = true)
            String message) {}

    /** Summary of a series. */
    public record Metric(
            @Described("Name of the series.") String series,
            @Described("Last value.") double last,
            @Described("Step of the last value.") long lastStep,

            @Described("Smallest finite value; null before the first.")
            Double min,

            @Described("Step of the smallest value.") Long minStep,

            @Described("Largest finite value; null before the first.")
            Double max,

            @Described("Step of the largest value.") Long maxStep,
            @Described("Values that were NaN or infinite.") long nonFinite) {}

    /** One rank. */
    public record Rank(
            @Described("Number of the rank.") int rank,
            @Described("Host of the rank.") String host,
            @Described("Last step.") long step,
            @Described("Duration of the last step.") Double stepDurationMillis,

            @Described("Part of the step spent waiting for data, 0 to 1.")
            Double dataWaitRatio,

            @Described("Time of the last record, since 1970-01-01 UTC.")
            long lastEventMillis,

            @Described("True where it is the slowest rank.") boolean slowest) {}

    /** Spread of the ranks. */
    public record RankSpread(
            @Described("Spread of the last steps.") Spread step,

            @Described("Spread of the durations of a step.") Spread stepDurationMillis,

            @Described("Spread of the parts of a step spent waiting for data.")
            Spread dataWaitRatio) {}

    /** Smallest, middle and largest value; null where none was sent. */
    public record Spread(
            @Described("Smallest value.") Double min,
            @Described("Middle value.") Double median,
            @Described("Largest value.") Double max) {}

    /** Note of a person on a run, on a step of it, or on a place of one of its curves. */
    public record Note(
            @Described("Id of the run.") String run,
            @Described("Id of the note.") String id,

            @Described("Series whose curve it is about; empty where it is about all of them.")
            String series,

            @Described("Step that it is about, of a range the first; null where it is about the whole run.")
            Long step,

            @Described("Last step of a range; null where it is about one step.")
            Long lastStep,

            @Described("Words of it.") String text,
            @Described("Author.") String by,

            @Described("From where it was written: page, command or api; empty where that is not known.")
            String via,

            @Described("Time at which it was written, since 1970-01-01 UTC.")
            long atMillis,

            @Described("Time of its last change, since 1970-01-01 UTC; null where it never was changed.")
            Long changedMillis,

            @Described("Author of the last change; empty where it never was changed.")
            String changedBy) {}
}
