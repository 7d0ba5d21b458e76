package io.gradwatch.alerting.group;

import io.gradwatch.alerting.inhibit.Inhibitions;
import io.gradwatch.schema.Alert;

/**
 * Reasons for which alerts are not told now: silences, and other alerts that explain them.
 *
 * @param silences that hold now
 * @param inhibitions alerts that explain others
 */
record Suppression(ActiveSilences silences, Inhibitions inhibitions) {

    /** True where nobody is told of the alert. What people know of is told to its end by inhibition. */
    boolean suppressed(TrackedAlert alert) {
        return silences.silenced(alert.alert()) || inhibited(alert);
    }

    /** True where another alert explains it, and nobody was told of it. */
    boolean inhibited(TrackedAlert alert) {
        return alert.notified() == null && inhibitions.inhibited(alert.alert());
    }

    /** True where somebody acknowledged the alert as it stands now: it is not repeated. */
    boolean acknowledged(Alert alert) {
        return silences.acknowledged(alert);
    }
}
