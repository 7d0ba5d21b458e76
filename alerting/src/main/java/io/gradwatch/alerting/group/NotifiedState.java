package io.gradwatch.alerting.group;

import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;

/**
 * State of an alert that people were last told.
 *
 * @param revision of the transition that was told
 * @param state that was told
 * @param severity that was told
 */
public record NotifiedState(int revision, AlertState state, Severity severity) {

    boolean firingCritical() {
        return state == AlertState.FIRING && critical();
    }

    boolean critical() {
        return severity == Severity.CRITICAL;
    }
}
