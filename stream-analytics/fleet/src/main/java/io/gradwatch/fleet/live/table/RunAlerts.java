package io.gradwatch.fleet.live.table;

import io.gradwatch.fleet.live.row.Unrecovered;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.AlertTransition;
import io.gradwatch.schema.HardwareFault;
import io.gradwatch.schema.LiveAlert;
import io.gradwatch.schema.LiveAlerts;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.OpenAlert;
import io.gradwatch.schema.fault.AlertClass;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Applies transitions of alerts. A transition that was seen before changes nothing. */
public final class RunAlerts {

    /** Alerts of a run that are over and kept, the last ones. Own choice. */
    public static final int MOST_ENDED = 64;

    /** Alerts of a run that are kept at all, the last ones. Own choice. */
    static final int MOST_ALERTS = 320;

    private static final int MOST_TRANSITIONS = 32;

    private RunAlerts() {}

    /** Whether the transition is news. */
    static boolean take(LiveRun run, LiveAlerts alerts, Alert alert) {
        List<LiveAlert> kept = new ArrayList<>(alerts.getAlerts());
        LiveAlert known = remove(kept, alert.getId());
        if (known != null && alert.getRevision() <= known.getAlert().getRevision()) {
            return false;
        }
        List<AlertTransition> transitions = known == null ? new ArrayList<>() : new ArrayList<>(known.getTransitions());
        if (transitions.size() >= MOST_TRANSITIONS) {
            transitions.remove(1);
        }
        transitions.add(new AlertTransition(
                alert.getState(), alert.getSeverity(), alert.getRaisedStep(), alert.getRaisedTimeMillis()));
        kept.add(new LiveAlert(Bounds.alert(alert), transitions));
        forgetOldest(kept);
        alerts.setAlerts(kept);
        updateOpen(run, kept);
        Unrecovered.take(run, kept);
        noteFault(run, alert);
        return true;
    }

    private static LiveAlert remove(List<LiveAlert> alerts, String id) {
        for (Iterator<LiveAlert> each = alerts.iterator(); each.hasNext(); ) {
            LiveAlert alert = each.next();
            if (alert.getAlert().getId().equals(id)) {
                each.remove();
                return alert;
            }
        }
        return null;
    }

    private static void forgetOldest(List<LiveAlert> alerts) {
        long ended = alerts.stream().filter(alert -> !fires(alert)).count();
        for (Iterator<LiveAlert> each = alerts.iterator(); ended > MOST_ENDED && each.hasNext(); ) {
            if (!fires(each.next())) {
                each.remove();
                ended--;
            }
        }
        while (alerts.size() > MOST_ALERTS) {
            alerts.remove(0);
        }
    }

    private static void updateOpen(LiveRun run, List<LiveAlert> alerts) {
        run.setOpenAlerts(alerts.stream()
                .filter(RunAlerts::fires)
                .map(LiveAlert::getAlert)
                .map(alert -> new OpenAlert(alert.getId(), alert.getAlertClass(), alert.getSeverity(), alert.getRank()))
                .toList());
    }

    private static void noteFault(LiveRun run, Alert alert) {
        if (alert.getState() == AlertState.FIRING && isOfHosts(alert.getAlertClass())) {
            List<HardwareFault> faults = new ArrayList<>(run.getFaults());
            faults.removeIf(fault -> fault.getAlertClass().equals(alert.getAlertClass()));
            faults.add(new HardwareFault(run.getRunId(), alert.getAlertClass(), alert.getRaisedTimeMillis()));
            run.setFaults(faults);
        }
    }

    private static boolean isOfHosts(String alertClass) {
        return AlertClass.of(alertClass).map(AlertClass::isOfHosts).orElse(false);
    }

    private static boolean fires(LiveAlert alert) {
        return alert.getAlert().getState() == AlertState.FIRING;
    }
}
