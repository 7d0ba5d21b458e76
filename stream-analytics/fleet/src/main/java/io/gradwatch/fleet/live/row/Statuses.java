package io.gradwatch.fleet.live.row;

import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.OpenAlert;
import io.gradwatch.schema.fault.AlertClass;
import java.util.Locale;

/** Tells what a run does. No clock: who is silent or stalled is what detection says. */
public final class Statuses {

    private Statuses() {}

    public static RunStatus of(LiveRun run) {
        if (run.getEndedMillis() != null) {
            return RunStatus.ofOutcome(run.getOutcome().name().toLowerCase(Locale.ROOT));
        }
        if (fires(run, AlertClass.SILENT) || forgotten(run)) {
            return RunStatus.SILENT;
        }
        if (fires(run, AlertClass.HUNG)) {
            return RunStatus.STALLED;
        }
        return run.getStep() < 0 ? RunStatus.STARTING : RunStatus.TRAINING;
    }

    /** Detection waited for it in vain for so long that it ended the alert of the silence too. */
    private static boolean forgotten(LiveRun run) {
        return run.getUnrecovered().stream()
                .anyMatch(alert -> alert.getAlertClass().equals(AlertClass.SILENT.label()));
    }

    /** An alert of one rank says nothing of the others. */
    private static boolean fires(LiveRun run, AlertClass alertClass) {
        for (OpenAlert alert : run.getOpenAlerts()) {
            if (alert.getRank() == null && alert.getAlertClass().equals(alertClass.label())) {
                return true;
            }
        }
        return false;
    }
}
