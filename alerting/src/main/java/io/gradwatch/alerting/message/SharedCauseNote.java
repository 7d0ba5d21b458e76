package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.SharedCause;
import io.gradwatch.schema.Alert;
import java.util.List;

/** Sentence about the presumable cause of alerts that runs of several projects have in common. */
final class SharedCauseNote {

    private SharedCauseNote() {}

    /** The sentence; empty where the alerts have no cause beyond a project on a host. */
    static String of(AlertGroup group, Subject subject) {
        List<Alert> firing = group.changes().stream()
                .filter(AlertChange::firing)
                .map(AlertChange::alert)
                .toList();
        boolean beyond = subject.projects() > 1 || subject.hosts() > 1;
        if (firing.isEmpty() || !beyond) {
            return "";
        }
        if (!subject.host().isEmpty() && are(firing, SharedCause.HOST)) {
            return "Probably the host: runs of " + subject.projects() + " projects on " + subject.host()
                    + " have it in common.";
        }
        boolean wide = SharedCause.INFRASTRUCTURE.presumed((int) subject.hosts(), (int) subject.hosts());
        return wide && are(firing, SharedCause.INFRASTRUCTURE)
                ? "Probably storage, network or the scheduler: runs on " + Quantities.step(subject.hosts())
                        + " hosts have it in common."
                : "";
    }

    private static boolean are(List<Alert> alerts, SharedCause cause) {
        return alerts.stream().allMatch(alert -> cause.classes().contains(alert.getAlertClass()));
    }
}
