package io.gradwatch.silence;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;

/**
 * Fields of an alert that matchers look at, for callers that keep alerts in another form than that of the topic.
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

    /** Labels of an alert. */
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
