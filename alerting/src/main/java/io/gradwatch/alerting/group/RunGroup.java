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
    Optional<Instant> due(GroupTiming timing, Hold hold) {
        return Stream.of(changesDue(timing, hold), repeatDue(timing, hold))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** All that there is to tell at {@code now}, whether or not it is due; empty when there is nothing. */
    Optional<AlertGroup> toTell(GroupTiming timing, Hold hold, Instant now) {
        boolean repeats =
                repeatDue(timing, hold).filter(due -> !due.isAfter(now)).isPresent();
        return group(alert -> tellable(alert, hold) || (repeats && repeatable(alert, hold)));
    }

    /** What is to be told and silenced; empty when nothing is. */
    Optional<AlertGroup> heldBack(Hold hold) {
        return group(alert -> alert.pending() && hold.silenced(alert.alert()));
    }

    /** Notes that a group was settled without a message. */
    void settled(AlertGroup group) {
        for (AlertChange change : group.changes()) {
            alerts.computeIfPresent(
                    change.alert().getId(),
                    (id, alert) -> new TrackedAlert(alert.alert(), alert.changedAt(), Told.of(change.alert())));
        }
    }

    void told(AlertGroup group, Instant now) {
        toldTimes = toldTimes.after(group, now);
        settled(group);
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

    private Optional<Instant> changesDue(GroupTiming timing, Hold hold) {
        Optional<Instant> waited =
                earliest(alert -> tellable(alert, hold)).map(first -> first.plus(timing.groupWait()));
        if (waited.isEmpty() || toldTimes.any() == null) {
            return waited;
        }
        Instant bundled = later(waited.get(), toldTimes.any().plus(timing.groupInterval()));
        if (criticalIsKnown()) {
            return Optional.of(bundled);
        }
        Optional<Instant> escalated = earliest(alert -> tellable(alert, hold) && alert.firingCritical())
                .map(first -> first.plus(timing.groupWait()));
        return Stream.of(Optional.of(bundled), escalated)
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private Optional<Instant> repeatDue(GroupTiming timing, Hold hold) {
        boolean stillCritical = alerts.values().stream()
                .anyMatch(alert -> repeatable(alert, hold)
                        && alert.told() != null
                        && alert.told().firingCritical());
        return timing.repeatInterval().isZero() || !stillCritical || toldTimes.critical() == null
                ? Optional.empty()
                : Optional.of(toldTimes.critical().plus(timing.repeatInterval()));
    }

    private Optional<AlertGroup> group(Predicate<TrackedAlert> condition) {
        List<AlertChange> changes = alerts.values().stream()
                .filter(condition)
                .map(alert -> new AlertChange(alert.alert(), alert.told()))
                .toList();
        return changes.isEmpty() ? Optional.empty() : Optional.of(new AlertGroup(run, changes));
    }

    private static boolean tellable(TrackedAlert alert, Hold hold) {
        return alert.pending() && !hold.silenced(alert.alert());
    }

    private static boolean repeatable(TrackedAlert alert, Hold hold) {
        return alert.firingCritical() && !hold.acknowledged(alert.alert()) && !hold.silenced(alert.alert());
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
