package io.gradwatch.alerting.route;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.silence.NamePattern;
import java.util.List;

/**
 * Sends the alerts that match to receivers; all parts of the match must hold.
 *
 * @param severity the least severity
 * @param project pattern of the project
 * @param owner pattern of the owner
 * @param runName pattern of the run's name
 * @param alertClass pattern of the class of the fault
 * @param receivers names of the receivers
 * @param goesOn true where later routes are asked as well; otherwise the first that matches is the last
 */
public record Route(
        Severity severity,
        NamePattern project,
        NamePattern owner,
        NamePattern runName,
        NamePattern alertClass,
        List<String> receivers,
        boolean goesOn) {

    /** A route for every alert of at least this severity. */
    public static Route atLeast(Severity severity, List<String> receivers, boolean goesOn) {
        return new Route(
                severity, NamePattern.ANY, NamePattern.ANY, NamePattern.ANY, NamePattern.ANY, receivers, goesOn);
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
