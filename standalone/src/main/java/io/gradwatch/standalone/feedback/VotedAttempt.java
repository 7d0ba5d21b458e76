package io.gradwatch.standalone.feedback;

import io.gradwatch.standalone.evaluate.Label;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An attempt of a run, with all its alerts: one labelled run.
 *
 * @param alerts at least one, the earliest onset first
 */
record VotedAttempt(String run, int attempt, List<VotedAlert> alerts) {

    /** The attempts of these alerts, in their order. */
    static List<VotedAttempt> of(List<VotedAlert> alerts) {
        Map<List<Object>, List<VotedAlert>> attempts = new LinkedHashMap<>();
        alerts.forEach(
                alert -> attempts.computeIfAbsent(List.of(alert.run(), alert.attempt()), one -> new ArrayList<>())
                        .add(alert));
        return attempts.values().stream()
                .map(ofOne -> new VotedAttempt(ofOne.get(0).run(), ofOne.get(0).attempt(), List.copyOf(ofOne)))
                .toList();
    }

    /**
     * The class of the earliest alert that was confirmed and has a label; healthy where every alert was a false alarm.
     * Anything else is unscored: an alert without a vote may have been right.
     */
    Label label() {
        Optional<Label> confirmed = fault().flatMap(alert -> Label.of(alert.alertClass()));
        if (confirmed.isPresent()) {
            return confirmed.get();
        }
        return alerts.stream().allMatch(VotedAlert::falseAlarm) ? Label.HEALTHY : Label.UNSCORED;
    }

    /** First step of the fault; empty without one. */
    Optional<Long> onsetStep() {
        return fault().map(VotedAlert::onsetStep);
    }

    /** {@code ambiguous} where voters were not of one mind, else {@code clear}. */
    String confidence() {
        return alerts.stream().anyMatch(VotedAlert::disputed) ? "ambiguous" : "clear";
    }

    /** Every alert with its votes, for people. */
    String notes() {
        return alerts.stream().map(VotedAlert::toString).collect(Collectors.joining("; "));
    }

    String project() {
        return alerts.get(0).project();
    }

    private Optional<VotedAlert> fault() {
        return alerts.stream()
                .filter(VotedAlert::confirmed)
                .filter(alert -> Label.of(alert.alertClass()).isPresent())
                .findFirst();
    }

    /** Number of these with each label, in the order of the labels. */
    static Map<Label, Long> counts(Collection<VotedAttempt> attempts) {
        return attempts.stream()
                .collect(Collectors.groupingBy(VotedAttempt::label, TreeMap::new, Collectors.counting()));
    }
}
