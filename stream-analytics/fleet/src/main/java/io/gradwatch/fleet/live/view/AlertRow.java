package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * An alert in a list.
 *
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param state {@link #FIRING}, {@link #RECOVERED} or {@link #UNRECOVERED}
 * @param resolution why it ended, in lower case; null while it fires
 * @param split the split concerned, such as {@code test-val}
 * @param raisedStep step at which it fired first
 * @param raisedMillis time in the log at which it fired first
 * @param endedStep step at which it ended last, -1 where no step tells; null while it fires
 * @param endedMillis time in the log at which it ended last; null while it fires
 * @param status how it stands for people: {@link #RECOVERED} where it is; else {@link #SILENCED} or
 *     {@link #ACKNOWLEDGED}, the first of these that holds; else its state
 * @param open whether it is still to be seen to: it fires, or the last attempt of its run ended with it not long ago
 *     and nobody has silenced or acknowledged it
 * @param silence that covers it, of several the one that ends last; null where none does, or it has recovered
 * @param acknowledgement of who looks after it, with the severity that it has now; null where nobody does
 */
public record AlertRow(
        String id,
        String run,
        String runName,
        String project,
        String owner,
        String detector,
        @JsonProperty("class") String alertClass,
        String severity,
        String state,
        String resolution,
        int attempt,
        Integer rank,
        String layer,
        String split,
        long onsetStep,
        long raisedStep,
        long raisedMillis,
        Long endedStep,
        Long endedMillis,
        String summary,
        String status,
        boolean open,
        Silenced silence,
        Acknowledged acknowledgement) {

    /** It fires, and people are told. */
    public static final String FIRING = "firing";

    /** The stream shows that the fault is gone. */
    public static final String RECOVERED = "recovered";

    /** The run, or an attempt, ended with the fault. */
    public static final String UNRECOVERED = "unrecovered";

    /** Nobody is told of it for a time. */
    public static final String SILENCED = "silenced";

    /** Somebody looks after it. */
    public static final String ACKNOWLEDGED = "acknowledged";

    /** What an alert may stand as, the loudest first. */
    public static final List<String> STATUSES = List.of(FIRING, UNRECOVERED, ACKNOWLEDGED, SILENCED, RECOVERED);

    /** What the stream says of an alert. */
    public static final List<String> STATES = List.of(FIRING, RECOVERED, UNRECOVERED);

    /**
     * A silence that covers the alert.
     *
     * @param by who made it
     * @param comment why
     * @param sinceMillis first moment at which it holds, since 1970-01-01 UTC
     * @param untilMillis first moment at which it holds no more, since 1970-01-01 UTC
     */
    public record Silenced(String id, String by, String comment, long sinceMillis, long untilMillis) {}

    /**
     * Who looks after the alert.
     *
     * @param comment what they say of it
     * @param atMillis when they said so, since 1970-01-01 UTC
     * @param untilMillis first moment at which it counts no more, since 1970-01-01 UTC
     */
    public record Acknowledged(String by, String comment, long atMillis, long untilMillis) {}

    /**
     * The same alert, as silences and acknowledgements make it stand; each may be null.
     *
     * @param keptSinceMillis an unrecovered alert that ended before is not open any more
     */
    public AlertRow with(Silenced silencedBy, Acknowledged acknowledgedBy, long keptSinceMillis) {
        Silenced holds = recovered() ? null : silencedBy;
        boolean seenTo = holds != null || acknowledgedBy != null;
        return new AlertRow(
                id,
                run,
                runName,
                project,
                owner,
                detector,
                alertClass,
                severity,
                state,
                resolution,
                attempt,
                rank,
                layer,
                split,
                onsetStep,
                raisedStep,
                raisedMillis,
                endedStep,
                endedMillis,
                summary,
                status(holds, acknowledgedBy),
                open && (firing() || (!seenTo && endedMillis >= keptSinceMillis)),
                holds,
                acknowledgedBy);
    }

    /** Whether it fires. */
    public boolean firing() {
        return FIRING.equals(state);
    }

    /** Whether the stream shows that the fault is gone. */
    public boolean recovered() {
        return RECOVERED.equals(state);
    }

    private String status(Silenced silencedBy, Acknowledged acknowledgedBy) {
        if (silencedBy != null) {
            return SILENCED;
        }
        return recovered() || acknowledgedBy == null ? state : ACKNOWLEDGED;
    }
}
