package io.gradwatch.alerting.group;

import io.gradwatch.alerting.inhibit.AlertLabel;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import java.time.Instant;

/**
 * The latest state of an alert beside what people were told of it.
 *
 * @param incident id of the incident that it belongs to
 * @param alert latest transition; {@link Alert#getBacklog()} says whether all of its transitions were backlog
 * @param changedAt when the first transition arrived that people were not told; moves on when the alert turns critical
 * @param notified what they were last told; null when nothing
 */
public record TrackedAlert(String incident, Alert alert, Instant changedAt, NotifiedState notified) {

    /**
     * True where there is something to tell: a newer transition, other than from one end to another. Of the backlog,
     * only what is in no digest yet.
     */
    public boolean pending() {
        if (notified == null) {
            return true;
        }
        boolean newer = alert.getRevision() > notified.revision();
        boolean news = !ended() || (notified.state() == AlertState.FIRING && AlertClass.isFault(alert.getAlertClass()));
        return newer && !alert.getBacklog() && news;
    }

    /** The same alert after a newer transition arrived. */
    public TrackedAlert changedBy(Alert newer, Instant now) {
        boolean keepsWaiting = pending() && !(critical(newer) && !critical(alert));
        return new TrackedAlert(incident, newer, keepsWaiting ? changedAt : now, notified);
    }

    /** The same alert of which people know something else; null for nothing. */
    public TrackedAlert withNotified(NotifiedState known) {
        return new TrackedAlert(incident, alert, changedAt, known);
    }

    String family() {
        return AlertLabel.KIND.of(alert);
    }

    boolean ended() {
        return alert.getState() != AlertState.FIRING;
    }

    boolean firingCritical() {
        return !ended() && critical(alert);
    }

    private static boolean critical(Alert alert) {
        return alert.getSeverity() == Severity.CRITICAL && !alert.getBacklog();
    }
}
