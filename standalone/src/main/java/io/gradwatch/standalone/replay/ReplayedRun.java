package io.gradwatch.standalone.replay;

import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Result of replaying one log.
 *
 * @param runId of the run
 * @param rows that were read
 * @param alerts every transition, in order
 * @param abstained inputs that a detector lacked to judge the run, in words, by id of the detector
 * @param problem reason why the log was not read to its end, with file and line
 * @param understood meanings that the reader gave to the names of the log; empty where it could not be opened
 */
public record ReplayedRun(
        String runId,
        long rows,
        List<ReplayedAlert> alerts,
        Map<String, String> abstained,
        Optional<String> problem,
        Optional<Understanding> understood) {

    /**
     * The transitions, and behind them one for each alert that still fires: the end of a log is that of its run.
     *
     * @param lastStep that the run reached
     * @param rows that the log has
     */
    public static List<ReplayedAlert> untilEndOfLog(List<ReplayedAlert> transitions, long lastStep, long rows) {
        Map<String, Alert> last = new LinkedHashMap<>();
        transitions.forEach(transition -> last.put(transition.alert().getId(), transition.alert()));
        List<ReplayedAlert> all = new ArrayList<>(transitions);
        last.values().stream()
                .filter(alert -> alert.getState() == AlertState.FIRING)
                .map(alert -> Alert.newBuilder(alert)
                        .setState(AlertState.UNRECOVERED)
                        .setResolution(Resolution.RUN_ENDED)
                        .setRevision(alert.getRevision() + 1)
                        .setRaisedStep(Math.max(lastStep, alert.getRaisedStep()))
                        .build())
                .forEach(alert -> all.add(new ReplayedAlert(Math.max(0, rows - 1), alert)));
        return List.copyOf(all);
    }

    /** The transitions that say something new about a fault: all but its end. */
    public List<ReplayedAlert> firing() {
        return alerts.stream()
                .filter(alert -> alert.alert().getState() == AlertState.FIRING)
                .toList();
    }

    /** Classes of the faults of severity warning and critical with which the run ended, the gravest first. */
    public List<String> unrecovered() {
        return alerts.stream()
                .map(ReplayedAlert::alert)
                .filter(alert -> alert.getResolution() == Resolution.RUN_ENDED)
                .filter(alert -> alert.getSeverity() != Severity.INFO && AlertClass.isFault(alert.getAlertClass()))
                .sorted(Comparator.comparing(Alert::getSeverity).reversed())
                .map(Alert::getAlertClass)
                .distinct()
                .toList();
    }

    /** Number of faults that were found; a fault that gained severity counts once. */
    public long faults() {
        return firing().stream()
                .map(ReplayedAlert::alert)
                .map(Alert::getId)
                .distinct()
                .count();
    }
}
