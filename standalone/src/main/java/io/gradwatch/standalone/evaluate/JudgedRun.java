package io.gradwatch.standalone.evaluate;

import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.standalone.replay.ReplayedAlert;
import io.gradwatch.standalone.replay.ReplayedRun;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Alerts of a labelled run. An info asks nobody to act and counts neither way.
 *
 * @param run the run and its label
 * @param alerts firing ones of at least a warning, of classes that labels stand for, in order
 * @param unlabelled firing ones of at least a warning, of other classes; they are no part of the score
 * @param onsetRow number of the row of the onset, from 0; empty where the label has none
 * @param problem reason why the log was not read to its end
 */
public record JudgedRun(
        LabelledRun run,
        List<ReplayedAlert> alerts,
        List<ReplayedAlert> unlabelled,
        OptionalLong onsetRow,
        Optional<String> problem) {

    public static JudgedRun of(LabelledRun run, ReplayedRun replayed) {
        List<ReplayedAlert> counted = replayed.firing().stream()
                .filter(alert -> alert.alert().getSeverity() != Severity.INFO)
                .toList();
        Predicate<ReplayedAlert> labelled = alert -> family(alert).isPresent();
        return new JudgedRun(
                run,
                counted.stream().filter(labelled).toList(),
                counted.stream().filter(labelled.negate()).toList(),
                run.onsetStep().isEmpty()
                        ? OptionalLong.empty()
                        : OnsetRow.of(run.series(), run.onsetStep().getAsDouble()),
                replayed.problem());
    }

    /** The same run as if only this detector had looked at it. */
    JudgedRun by(String detector) {
        return new JudgedRun(
                run,
                alerts.stream()
                        .filter(alert -> alert.alert().getDetector().equals(detector))
                        .toList(),
                unlabelled,
                onsetRow,
                problem);
    }

    /** True where a faulty run had an alert of a class that its label accepts. */
    public boolean found() {
        return run.faulty() && firstRight().isPresent();
    }

    /** True where a healthy run had an alert. */
    public boolean falselyAlarmed() {
        return run.healthy() && !alerts.isEmpty();
    }

    /** Families of the alerts that the label does not accept. */
    Set<AlertClass.Family> wrongFamilies() {
        Set<AlertClass.Family> families = EnumSet.noneOf(AlertClass.Family.class);
        wrong().forEach(alert -> family(alert).ifPresent(families::add));
        return families;
    }

    private static Optional<AlertClass.Family> family(ReplayedAlert alert) {
        return AlertClass.of(alert.alert().getAlertClass()).flatMap(AlertClass::family);
    }

    /** The alerts whose class the label does not accept. */
    List<ReplayedAlert> wrong() {
        return alerts.stream()
                .filter(alert -> !run.label().accepts(alert.alert().getAlertClass()))
                .toList();
    }

    /** Rows from the onset to the first right alert, 0 for one that came before; empty without either. */
    OptionalLong delayRows() {
        return firstRight().isEmpty() || onsetRow.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, firstRight().get().row() - onsetRow.getAsLong()));
    }

    private Optional<ReplayedAlert> firstRight() {
        return alerts.stream()
                .filter(alert -> run.label().accepts(alert.alert().getAlertClass()))
                .min(Comparator.comparingLong(ReplayedAlert::row));
    }
}
