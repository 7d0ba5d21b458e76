package io.gradwatch.standalone.draw;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.standalone.replay.ReplayedAlert;
import io.gradwatch.standalone.replay.ReplayedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One alert from its first transition to its end.
 *
 * @param number on the page, from 1
 * @param raised the first transition
 * @param worst the last one that fires: it has the highest severity and the most detail
 * @param end the last transition, where it recovered or ended with the run
 */
record AlertSpan(int number, ReplayedAlert raised, Alert worst, Optional<ReplayedAlert> end) {

    /** All of a run, in the order in which they were raised. */
    static List<AlertSpan> of(ReplayedRun run) {
        Map<String, List<ReplayedAlert>> byId = new LinkedHashMap<>();
        run.alerts()
                .forEach(alert -> byId.computeIfAbsent(alert.alert().getId(), ignored -> new ArrayList<>())
                        .add(alert));
        List<AlertSpan> faults = new ArrayList<>();
        byId.values().forEach(transitions -> faults.add(of(faults.size() + 1, transitions)));
        return faults;
    }

    private static AlertSpan of(int number, List<ReplayedAlert> transitions) {
        ReplayedAlert end = transitions.get(transitions.size() - 1);
        Alert worst = transitions.get(0).alert();
        for (ReplayedAlert transition : transitions) {
            worst = transition.alert().getState() == AlertState.FIRING ? transition.alert() : worst;
        }
        boolean over = end.alert().getState() != AlertState.FIRING;
        return new AlertSpan(number, transitions.get(0), worst, over ? Optional.of(end) : Optional.empty());
    }

    /** Class and, where the run ended with it, that it did not recover. */
    String words() {
        boolean unrecovered = end.isPresent() && !recovered();
        return worst.getAlertClass().replace('_', ' ') + (unrecovered ? ", unrecovered" : "");
    }

    /** True where the log shows that the fault is gone. */
    boolean recovered() {
        return end.map(last -> last.alert().getState() == AlertState.RECOVERED).orElse(false);
    }

    Severity severity() {
        return worst.getSeverity();
    }

    /** The severity as the page's style calls it. */
    String severityWord() {
        return severity().name().toLowerCase(Locale.ROOT);
    }
}
