package io.gradwatch.fleet.live.row;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.LiveAlert;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.UnrecoveredAlert;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;

/** The alerts with which the present attempt of a run ended. The next attempt or session takes them off. */
public final class Unrecovered {

    private Unrecovered() {}

    /** Whether an alert is a fault that ended with its run, and is grave enough to be said of it. */
    static boolean is(Alert alert) {
        return alert.getState() == AlertState.UNRECOVERED
                && alert.getResolution() == Resolution.RUN_ENDED
                && alert.getSeverity() != Severity.INFO
                && AlertClass.isFault(alert.getAlertClass());
    }

    /** Whether the run still stands as ended with the alert. */
    static boolean stands(LiveRun run, String alertId) {
        for (UnrecoveredAlert alert : run.getUnrecovered()) {
            if (alert.getId().equals(alertId)) {
                return true;
            }
        }
        return false;
    }

    /** After a change of the run's alerts. */
    public static void take(LiveRun run, List<LiveAlert> alerts) {
        run.setUnrecovered(alerts.stream()
                .map(LiveAlert::getAlert)
                .filter(Unrecovered::is)
                .map(alert -> new UnrecoveredAlert(
                        alert.getId(),
                        alert.getAlertClass(),
                        alert.getSeverity(),
                        alert.getAttempt(),
                        alert.getRaisedTimeMillis()))
                .filter(alert -> concerns(run, alert))
                .toList());
    }

    /** After another attempt began, or another session went on with the present one: alerts may have come before it. */
    public static void goOn(LiveRun run) {
        run.setUnrecovered(run.getUnrecovered().stream()
                .filter(alert -> concerns(run, alert))
                .toList());
    }

    private static boolean concerns(LiveRun run, UnrecoveredAlert alert) {
        return alert.getAttempt() > run.getAttempt()
                || (alert.getAttempt() == run.getAttempt() && alert.getEndedMillis() > run.getTakenOverMillis());
    }
}
