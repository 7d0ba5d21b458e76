package io.gradwatch.silence;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;

/**
 * What of an alert decides whether it is muted. Whoever keeps alerts in another form than the topic's asks by these.
 *
 * @param id of the alert
 * @param severity that the alert has now
 */
public record AlertLabels(
        String id,
        String runId,
        String runName,
        String project,
        String owner,
        String alertClass,
        String detector,
        Severity severity) {

    /** Those of an alert. */
    public static AlertLabels of(Alert alert) {
        return new AlertLabels(
                alert.getId(),
                alert.getRunId(),
                alert.getRunName(),
                alert.getProject(),
                alert.getOwner(),
                alert.getAlertClass(),
                alert.getDetector(),
                alert.getSeverity());
    }
}
