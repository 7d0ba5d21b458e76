package io.gradwatch.alerting.group;

import io.gradwatch.alerting.inhibit.AlertLabel;
import io.gradwatch.schema.Alert;

/**
 * The presumable cause of an alert: alerts of several runs with the same one are told together.
 *
 * @param family kind of the fault; the classes that one fault passes through are one family
 * @param project of the run; empty where it has none
 * @param host of the run; empty where it is not known
 */
public record IncidentCause(String family, String project, String host) {

    /** Family of what a log said before anybody watched it. */
    public static final String BACKLOG = "backlog";

    /** The cause of an alert; all that is backlog of a project and a host is one. */
    public static IncidentCause of(Alert alert) {
        String family = alert.getBacklog() ? BACKLOG : AlertLabel.KIND.of(alert);
        return new IncidentCause(family, alert.getProject(), alert.getHost());
    }
}
