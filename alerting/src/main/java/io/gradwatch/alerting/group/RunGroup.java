package io.gradwatch.alerting.group;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The alerts of one attempt of a run that fire or have something to tell, and when to tell it. */
final class RunGroup {

    private final RunKey run;
    private final Map<String, TrackedAlert> alerts = new LinkedHashMap<>();
    private ToldTimes toldTimes;

    RunGroup(RunKey run, ToldTimes toldTimes) {
        this.run = run;
        this.toldTimes = toldTimes;
    }

    void put(TrackedAlert alert) {
        alerts.put(alert.alert().getId(), alert);
    }

    /** When the next message is due; empty while there is nothing to tell. */
    Optional<Instant> due(GroupTiming timing) {
        return Stream.of(changesDue(timing), repeatDue(timing))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** All that there is to tell at {@code now}, whether or not it is due; empty when there is nothing. */
    Optional<AlertGroup> toTell(GroupTiming timing, Instant now) {
        boolean repeats = repeatDue(timing).filter(due -> !due.isAfter(now)).isPresent();
        List<AlertChange> changes = alerts.values().stream()
                .filter(alert -> alert.pending() || (repeats && alert.firingCritical()))
                .map(alert -> new AlertChange(alert.alert(), alert.told()))
                .toList();
        return changes.isEmpty() ? Optional.empty() : Optional.of(new AlertGroup(run, changes));
    }

    void told(AlertGroup group, Instant now) {
        toldTimes = toldTimes.after(group, now);
        for (AlertChange change : group.changes()) {
            alerts.computeIfPresent(
                    change.alert().getId(),
                    (id, alert) -> new TrackedAlert(alert.alert(), alert.changedAt(), Told.of(change.alert())));
        }
    }

    /** Whether nothing fires, nothing is to be told and the interval has passed: the group may be forgotten. */
    boolean over(GroupTiming timing, Instant now) {
        alerts.values().removeIf(alert -> alert.resolved() && !alert.pending());
        return alerts.isEmpty()
                && (toldTimes.any() == null
                        || !toldTimes.any().plus(timing.groupInterval()).isAfter(now));
    }

    void forgetOlderThan(Instant limit) {
        alerts.values().removeIf(alert -> !alert.pending() && alert.changedAt().isBefore(limit));
    }

    private Optional<Instant> changesDue(GroupTiming timing) {
        Optional<Instant> waited = earliest(TrackedAlert::pending).map(first -> first.plus(timing.groupWait()));
        if (waited.isEmpty() || toldTimes.any() == null) {
            return waited;
        }
        Instant bundled = later(waited.get(), toldTimes.any().plus(timing.groupInterval()));
        if (criticalIsKnown()) {
            return Optional.of(bundled);
        }
        Optional<Instant> escalated = earliest(alert -> alert.pending() && alert.firingCritical())
                .map(first -> first.plus(timing.groupWait()));
        return Stream.of(Optional.of(bundled), escalated)
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private Optional<Instant> repeatDue(GroupTiming timing) {
        boolean stillCritical = alerts.values().stream()
                .anyMatch(alert -> alert.firingCritical()
                        && alert.told() != null
                        && alert.told().firingCritical());
        return timing.repeatInterval().isZero() || !stillCritical || toldTimes.critical() == null
                ? Optional.empty()
                : Optional.of(toldTimes.critical().plus(timing.repeatInterval()));
    }

    private boolean criticalIsKnown() {
        return alerts.values().stream()
                .anyMatch(alert -> alert.told() != null && alert.told().firingCritical());
    }

    private Optional<Instant> earliest(Predicate<TrackedAlert> condition) {
        return alerts.values().stream()
                .filter(condition)
                .map(TrackedAlert::changedAt)
                .min(Instant::compareTo);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
