package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.RunKey;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The backlog of logs, or what came in quiet hours, in one message: counts by kind of fault, and the worst runs. */
final class Digest {

    private static final int WORST_RUNS = 10;

    private static final String OF_LOGS =
            "This is what logs said before they were attached. What happens from now on is told by itself.";
    private static final String OF_QUIET_HOURS =
            "This came in quiet hours and was not told at once. What happens from now on is told by itself.";

    /** Worst first: severity, then what did not recover, then the later one. */
    private static final Comparator<Alert> WORST = Comparator.comparing(Alert::getSeverity)
            .thenComparing(alert -> alert.getState() != AlertState.RECOVERED)
            .thenComparing(Alert::getRaisedTimeMillis)
            .reversed();

    /** Order of alerts: those that still fire go first. */
    private static final Comparator<Alert> FIRING_FIRST = Comparator.comparing(
                    (Alert alert) -> alert.getState() != AlertState.FIRING)
            .thenComparing(WORST);

    private Digest() {}

    static Message of(Notification notification, AlertGroup group, String note) {
        boolean quiet = group.ofQuietHours();
        List<Alert> alerts = group.changes().stream()
                .map(AlertChange::alert)
                .sorted(quiet ? FIRING_FIRST : WORST)
                .toList();
        Subject subject = Subject.of(alerts, notification.page());
        String title = quiet
                ? "Quiet hours: " + count(alerts.size(), "alert") + " in " + subject.inTitle(40) + stillFiring(alerts)
                : "Backlog: " + count(alerts.size(), "alert") + " in logs of " + subject.inTitle(40);
        List<Message.Line> lines = new ArrayList<>(byKind(alerts));
        Set<RunKey> runs = new HashSet<>();
        for (Alert alert : alerts) {
            if (runs.size() < WORST_RUNS && runs.add(RunKey.of(alert))) {
                lines.add(worst(alert, quiet, notification));
            }
        }
        String what = quiet ? OF_QUIET_HOURS : OF_LOGS;
        return new Message(
                PlainText.shortened(title, Message.TITLE_LENGTH),
                subject,
                Tone.INFO,
                List.of(),
                lines,
                note.isEmpty() ? what : what + " " + note);
    }

    private static List<Message.Line> byKind(List<Alert> alerts) {
        Map<String, List<Alert>> kinds = alerts.stream()
                .collect(Collectors.groupingBy(
                        alert -> AlertWords.fault(alert.getAlertClass()), LinkedHashMap::new, Collectors.toList()));
        return kinds.entrySet().stream()
                .sorted(Comparator.comparingLong(kind -> -runs(kind.getValue())))
                .limit(Message.MOST_LINES - WORST_RUNS)
                .map(kind -> new Message.Line(
                        kind.getKey(), count(runs(kind.getValue()), "run") + recovered(kind.getValue()), ""))
                .toList();
    }

    private static long runs(List<Alert> alerts) {
        return alerts.stream().map(RunKey::of).distinct().count();
    }

    private static String recovered(List<Alert> alerts) {
        long recovered = alerts.stream()
                .filter(alert -> alert.getState() == AlertState.RECOVERED)
                .count();
        return recovered == 0 ? "" : ", " + recovered + " recovered";
    }

    private static String stillFiring(List<Alert> alerts) {
        long firing = alerts.stream()
                .filter(alert -> alert.getState() == AlertState.FIRING && AlertClass.isFault(alert.getAlertClass()))
                .count();
        if (firing == 0) {
            return ", none fires now";
        }
        return ", " + Quantities.step(firing) + (firing == 1 ? " still fires" : " still fire");
    }

    private static Message.Line worst(Alert alert, boolean quiet, Notification notification) {
        String how = switch (alert.getState()) {
            case RECOVERED -> "recovered";
            case UNRECOVERED -> AlertClass.isFault(alert.getAlertClass()) ? "ended with it" : "said by the job";
            case FIRING -> quiet ? "still fires" : "at the end of the log";
        };
        String severity = alert.getSeverity() == Severity.CRITICAL ? "critical, " : "";
        return new Message.Line(
                Subject.runName(alert),
                AlertWords.fault(alert.getAlertClass()) + " since step " + Quantities.step(alert.getOnsetStep()) + " ("
                        + severity + how + ")",
                notification.runLink(alert));
    }

    private static String count(long number, String noun) {
        return Quantities.step(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
