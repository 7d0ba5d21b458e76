package io.gradwatch.alerting.group;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import java.time.Instant;

/**
 * The latest state of an alert beside what people were told of it.
 *
 * @param alert latest transition
 * @param changedAt when the first transition arrived that people were not told; moves on when the alert turns critical
 * @param told what they were last told; null when nothing
 */
public record TrackedAlert(Alert alert, Instant changedAt, Told told) {

    /** Whether there is something to tell: a newer transition, other than from resolved to resolved. */
    public boolean pending() {
        return told == null
                || (alert.getRevision() > told.revision() && !(resolved() && told.state() != AlertState.FIRING));
    }

    /** The same alert after a newer transition arrived. */
    public TrackedAlert changedBy(Alert newer, Instant now) {
        boolean keepsWaiting = pending() && !(critical(newer) && !critical(alert));
        return new TrackedAlert(newer, keepsWaiting ? changedAt : now, told);
    }

    boolean resolved() {
        return alert.getState() != AlertState.FIRING;
    }

    boolean firingCritical() {
        return !resolved() && critical(alert);
    }

    private static boolean critical(Alert alert) {
        return alert.getSeverity() == Severity.CRITICAL;
    }
}
