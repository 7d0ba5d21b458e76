package io.gradwatch.alerting.route;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.silence.NamePattern;

/**
 * What a route wants; all of it must hold.
 *
 * @param severity the least severity
 * @param project pattern of the project
 * @param owner pattern of the owner
 * @param runName pattern of the run's name
 * @param alertClass pattern of the class of the fault
 */
public record RouteMatch(
        Severity severity, NamePattern project, NamePattern owner, NamePattern runName, NamePattern alertClass) {

    /** Wants every alert of at least this severity. */
    public static RouteMatch atLeast(Severity severity) {
        return new RouteMatch(severity, NamePattern.ANY, NamePattern.ANY, NamePattern.ANY, NamePattern.ANY);
    }

    /** @param alertSeverity the severity to go by, the worst that the alert had */
    boolean matches(Alert alert, Severity alertSeverity) {
        return alertSeverity.compareTo(severity) >= 0
                && project.matches(alert.getProject())
                && owner.matches(alert.getOwner())
                && runName.matches(alert.getRunName())
                && alertClass.matches(alert.getAlertClass());
    }
}
