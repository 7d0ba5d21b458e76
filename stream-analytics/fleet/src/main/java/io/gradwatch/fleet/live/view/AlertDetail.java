package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradwatch.fleet.api.Described;
import java.util.List;

/** An alert with all that is known of it. */
public record AlertDetail(
        @JsonUnwrapped AlertRow row,
        @Described("Numbers that the alert rests on.") List<Evidence> evidence,
        @Described("Probable causes, most likely first.") List<Advice> causes,
        @Described("Remedies to try, first things first.") List<Advice> remedies,

        @Described(value = "Newest checkpoint from before the fault; null where none is known.", nullable = true)
        Checkpoint lastGoodCheckpoint,

        @Described("Later checkpoints of the attempt, which may hold the fault.")
        int suspectCheckpoints,

        @Described("Course of the alert, in order.") List<Transition> transitions,
        @Described("Series of the run to draw beside it.") String series,

        @Described("Comments, assignment and votes, the earliest first.")
        List<Annotation> annotations) {

    /** The same with another row. */
    public AlertDetail with(AlertRow other) {
        return new AlertDetail(
                other,
                evidence,
                causes,
                remedies,
                lastGoodCheckpoint,
                suspectCheckpoints,
                transitions,
                series,
                annotations);
    }

    /** The same with what people added to it. */
    public AlertDetail with(List<Annotation> added) {
        return new AlertDetail(
                row, evidence, causes, remedies, lastGoodCheckpoint, suspectCheckpoints, transitions, series, added);
    }

    /** A named number and the threshold that it passed. */
    public record Evidence(
            @Described(
                    value = "Part that the number plays. A ratio is that of the next level over the next baseline"
                            + " of its series in the list.",
                    words = {
                        "level",
                        "baseline",
                        "ratio",
                        "share",
                        "certainty",
                        "count",
                        "duration",
                        "step",
                        "circumstance"
                    })
            String role,

            @Described("Series that it speaks of, such as loss; empty for none.")
            String series,

            @Described("Name for people.") String name,
            @Described("The number.") double value,
            @Described("Unit of the number.") String unit,

            @Described("Comparison with the threshold.") String comparison,

            @Described("Threshold that it passed; null without one.")
            Double threshold) {}

    /** Something to know or to do, with its item of the knowledge list. */
    public record Advice(
            @Described("The advice.") String text,

            @Described("Item of the knowledge list, such as K2.")
            String item) {}

    /** It fired, gained severity, or ended. */
    public record Transition(
            @Described(
                    value = "State after it.",
                    words = {"firing", "recovered", "unrecovered"})
            String state,

            @Described(
                    value = "Severity after it.",
                    words = {"info", "warning", "critical"})
            String severity,

            @Described("Step at which it happened.") long step,

            @Described("Time in the log, since 1970-01-01 UTC.")
            long millis) {}
}
