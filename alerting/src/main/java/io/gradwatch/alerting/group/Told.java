package io.gradwatch.alerting.group;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;

/**
 * What people were last told about an alert.
 *
 * @param revision of the transition that was told
 * @param state that was told
 * @param severity that was told
 */
public record Told(int revision, AlertState state, Severity severity) {

    /** What people know once the alert is told as it is. */
    public static Told of(Alert alert) {
        return new Told(alert.getRevision(), alert.getState(), alert.getSeverity());
    }

    boolean firingCritical() {
        return state == AlertState.FIRING && severity == Severity.CRITICAL;
    }
}
