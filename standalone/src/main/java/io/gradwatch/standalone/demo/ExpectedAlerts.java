package io.gradwatch.standalone.demo;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Expected and actual classes of alerts, by run. Notices of severity info do not count. */
final class ExpectedAlerts {

    /**
     * A run's alerts so far: the classes in the order in which they came, each with the step of its onset; and those
     * with which it ended.
     */
    record Outcome(String run, Set<String> expected, Map<String, Long> onsetByClass, Set<String> unrecovered) {

        /** Expected classes that did not come. */
        Set<String> missing() {
            Set<String> missing = new TreeSet<>(expected);
            missing.removeAll(onsetByClass.keySet());
            return missing;
        }

        /** True where a run without a fault brought an alert. */
        boolean falselyAlarmed() {
            return expected.isEmpty() && !onsetByClass.isEmpty();
        }

        boolean asExpected() {
            return missing().isEmpty() && !falselyAlarmed();
        }
    }

    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

    /** @param run id of the run */
    synchronized void expect(String run, Set<String> classes) {
        outcomes.put(run, new Outcome(run, Set.copyOf(classes), new LinkedHashMap<>(), new TreeSet<>()));
    }

    /** Takes note of a transition; runs that nothing was expected of are ignored. */
    synchronized void observe(Alert alert) {
        Outcome outcome = outcomes.get(alert.getRunId());
        if (outcome == null || alert.getSeverity() == Severity.INFO) {
            return;
        }
        if (alert.getState() == AlertState.FIRING) {
            outcome.onsetByClass.putIfAbsent(alert.getAlertClass(), alert.getOnsetStep());
        } else if (alert.getState() == AlertState.UNRECOVERED) {
            outcome.unrecovered.add(alert.getAlertClass());
        }
    }

    /** True once every expected alert has come; a later false alarm can still spoil the outcome. */
    synchronized boolean allCame() {
        return outcomes.values().stream().allMatch(outcome -> outcome.missing().isEmpty());
    }

    /** True once every alert that was expected of a run has come, and at least one was expected. */
    synchronized boolean allCame(String run) {
        Outcome outcome = outcomes.get(run);
        return outcome != null
                && !outcome.expected.isEmpty()
                && outcome.missing().isEmpty();
    }

    synchronized List<Outcome> outcomes() {
        List<Outcome> copies = new ArrayList<>();
        outcomes.values()
                .forEach(outcome -> copies.add(new Outcome(
                        outcome.run,
                        outcome.expected,
                        new LinkedHashMap<>(outcome.onsetByClass),
                        new TreeSet<>(outcome.unrecovered))));
        return copies;
    }
}
