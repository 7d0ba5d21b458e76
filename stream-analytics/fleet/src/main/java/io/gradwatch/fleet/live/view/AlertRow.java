package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * An alert in a list.
 *
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param state {@code firing} or {@code resolved}
 * @param resolution why it was resolved, in lower case; null while it fires
 * @param split the split concerned, such as {@code test-val}
 * @param raisedStep step at which it fired first
 * @param raisedMillis time in the log at which it fired first
 * @param resolvedStep step at which it was resolved last, -1 where no step tells; null while it fires
 * @param resolvedMillis time in the log at which it was resolved last; null while it fires
 * @param status how it stands for people: {@link #RESOLVED}, {@link #SILENCED}, {@link #ACKNOWLEDGED} or
 *     {@link #FIRING}; of several the first of these
 * @param silence that holds it back, of several the one that ends last; null where none does, or it is resolved
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
        Long resolvedStep,
        Long resolvedMillis,
        String summary,
        String status,
        Silenced silence,
        Acknowledged acknowledgement) {

    /** It fires, and people are told. */
    public static final String FIRING = "firing";

    /** It is over. */
    public static final String RESOLVED = "resolved";

    /** It fires, and nobody is told for a time. */
    public static final String SILENCED = "silenced";

    /** It fires, and somebody looks after it. */
    public static final String ACKNOWLEDGED = "acknowledged";

    /** What an alert may stand as, the loudest first. */
    public static final List<String> STATUSES = List.of(FIRING, ACKNOWLEDGED, SILENCED, RESOLVED);

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

    /** The same alert, as silences and acknowledgements make it stand; each may be null. */
    public AlertRow with(Silenced silencedBy, Acknowledged acknowledgedBy) {
        Silenced holds = firing() ? silencedBy : null;
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
                resolvedStep,
                resolvedMillis,
                summary,
                status(holds, acknowledgedBy),
                holds,
                acknowledgedBy);
    }

    /** Whether it fires. */
    public boolean firing() {
        return FIRING.equals(state);
    }

    private String status(Silenced silencedBy, Acknowledged acknowledgedBy) {
        if (!firing()) {
            return RESOLVED;
        }
        if (silencedBy != null) {
            return SILENCED;
        }
        return acknowledgedBy == null ? FIRING : ACKNOWLEDGED;
    }
}
