package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.api.Words;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.function.Predicate;

/** An alert in a list. */
@RecordBuilder
public record AlertRow(
        @Described("Id of the alert.") String id,
        @Described("Id of the run.") String run,
        @Described("Name of the run.") String runName,
        @Described("Project of the run.") String project,
        @Described("Owner of the run.") String owner,
        @Described("Detector that raised it.") String detector,

        @Described("Class of the alert, such as nan.") @JsonProperty("class")
        String alertClass,

        @Described(
                value = "Severity of the alert.",
                words = {"info", "warning", "critical"})
        String severity,

        @Described(
                value = "State by the stream: it fires, the fault is gone, or the run or an attempt ended with it.",
                words = {"firing", "recovered", "unrecovered"})
        String state,

        @Described(
                value = "Reason of its end; null while it fires.",
                nullable = true,
                words = {"cleared", "run_ended", "new_attempt", "switched_off", "unknown"})
        String resolution,

        @Described("Attempt of the run.") int attempt,
        @Described("Rank concerned.") Integer rank,

        @Described(value = "Layer concerned.", nullable = true)
        String layer,

        @Described(value = "Split concerned, such as test-val.", nullable = true)
        String split,

        @Described("Step at which the fault began.") long onsetStep,
        @Described("Step at which it fired first.") long raisedStep,

        @Described("Time in the log at which it fired first, since 1970-01-01 UTC.")
        long raisedMillis,

        @Described("Step at which it ended last, -1 where no step tells; null while it fires.")
        Long endedStep,

        @Described("Time in the log at which it ended last, since 1970-01-01 UTC; null while it fires.")
        Long endedMillis,

        @Described("The alert as a sentence.") String summary,

        @Described(
                value = "Status for people: recovered where it is, else expired, else silenced, else"
                        + " acknowledged, else its state.",
                oneOf = Status.class)
        String status,

        @Described("True where somebody must still see to it: it fires, or the last attempt of its run ended with it"
                + " within fleet.keep-unrecovered and nobody has silenced or acknowledged it.")
        boolean open,

        @Described(
                value = "Silence that covers it, of several the one that ends last; null where none does, or it has"
                        + " recovered.",
                nullable = true)
        Silenced silence,

        @Described(value = "Acknowledgement with its present severity; null without one.", nullable = true)
        Acknowledged acknowledgement,

        @Described("Assignee; empty for nobody.") String assignee,

        @Described("Number of comments.") int comments,
        @Described("People who found it useful to be told.") int useful,

        @Described("People who did not find it useful to be told.")
        int useless) {

    /** Status of an alert for people, the loudest first. */
    public enum Status {
        /** It fires, and people are notified. */
        FIRING,
        /** The run, or an attempt, ended with the fault. */
        UNRECOVERED,
        /** Somebody looks after it. */
        ACKNOWLEDGED,
        /** A silence covers it: nobody is notified for a time. */
        SILENCED,
        /** It fired when its run was last heard of, for so long ago that the run has left the live tables. */
        EXPIRED,
        /** The stream shows that the fault is gone. */
        RECOVERED
    }

    /** A silence that covers the alert. */
    public record Silenced(
            @Described("Id of the silence.") String id,
            @Described("Author of the silence.") String by,
            @Described("Reason of the silence.") String comment,
            @Described("Start, since 1970-01-01 UTC.") long sinceMillis,
            @Described("End, since 1970-01-01 UTC.") long untilMillis) {}

    /** An acknowledgement of the alert. */
    public record Acknowledged(
            @Described("Author of the acknowledgement.") String by,
            @Described("Comment of the author.") String comment,

            @Described("From where: page, slack, mail, command or api; empty where that is not known.")
            String via,

            @Described("Time of the acknowledgement, since 1970-01-01 UTC.")
            long atMillis,

            @Described("End of the acknowledgement, since 1970-01-01 UTC.")
            long untilMillis) {}

    /**
     * The same alert, as silences and acknowledgements make it stand; each may be null.
     *
     * @param keptSinceMillis an unrecovered alert that ended before is not open any more
     */
    public AlertRow with(Silenced silencedBy, Acknowledged acknowledgedBy, long keptSinceMillis) {
        Silenced holds = recovered() || expired() ? null : silencedBy;
        boolean seenTo = holds != null || acknowledgedBy != null;
        return AlertRowBuilder.builder(this)
                .status(status(holds, acknowledgedBy))
                .open(open && !expired() && (firing() || (!seenTo && endedMillis >= keptSinceMillis)))
                .silence(holds)
                .acknowledgement(acknowledgedBy)
                .build();
    }

    /** The same alert of a run that is in the live tables no more: nothing can say any more that it recovered. */
    public AlertRow past() {
        return firing()
                ? AlertRowBuilder.builder(this)
                        .status(Words.of(Status.EXPIRED))
                        .open(false)
                        .build()
                : this;
    }

    /** The same alert with counts of what people added to it. */
    public AlertRow with(List<Annotation> annotations) {
        return AlertRowBuilder.builder(this)
                .assignee(annotations.stream()
                        .filter(added -> added.is("assignment"))
                        .map(Annotation::assignee)
                        .findFirst()
                        .orElse(""))
                .comments(count(annotations, added -> added.is("comment")))
                .useful(count(annotations, added -> Boolean.TRUE.equals(added.useful())))
                .useless(count(annotations, added -> Boolean.FALSE.equals(added.useful())))
                .build();
    }

    private static int count(List<Annotation> annotations, Predicate<Annotation> which) {
        return (int) annotations.stream().filter(which).count();
    }

    /** True while it fires. */
    public boolean firing() {
        return is(Status.FIRING, state);
    }

    /** True where the stream shows that the fault is gone. */
    public boolean recovered() {
        return is(Status.RECOVERED, state);
    }

    /** True where it fired when its run was last heard of. */
    public boolean expired() {
        return is(Status.EXPIRED, status);
    }

    /** True where a silence covers it. */
    public boolean silenced() {
        return is(Status.SILENCED, status);
    }

    private static boolean is(Status expected, String status) {
        return Words.of(expected).equals(status);
    }

    private String status(Silenced silencedBy, Acknowledged acknowledgedBy) {
        if (expired()) {
            return status;
        }
        if (silencedBy != null) {
            return Words.of(Status.SILENCED);
        }
        return recovered() || acknowledgedBy == null ? state : Words.of(Status.ACKNOWLEDGED);
    }
}
