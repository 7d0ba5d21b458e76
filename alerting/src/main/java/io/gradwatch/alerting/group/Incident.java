package io.gradwatch.alerting.group;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The alerts of one incident that fire or have something to tell, and when to tell it. */
final class Incident {

    private final String id;
    private final Map<String, TrackedAlert> alerts = new LinkedHashMap<>();
    private ToldTimes toldTimes;

    Incident(String id, ToldTimes toldTimes) {
        this.id = id;
        this.toldTimes = toldTimes;
    }

    void put(TrackedAlert alert) {
        alerts.put(alert.alert().getId(), alert);
    }

    /** The alert belongs to another incident now. */
    void remove(String alertId) {
        alerts.remove(alertId);
    }

    /** When the next message is due; empty while there is nothing to tell. */
    Optional<Instant> due(GroupTiming timing, SilenceFilter hold) {
        return Stream.of(changesDue(timing, hold), repeatDue(timing, hold))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** All that there is to tell at {@code now}, whether or not it is due; empty when there is nothing. */
    Optional<AlertGroup> toTell(GroupTiming timing, SilenceFilter hold, Instant now) {
        boolean repeats =
                repeatDue(timing, hold).filter(due -> !due.isAfter(now)).isPresent();
        return group(alert -> tellable(alert, hold) || (repeats && repeatable(alert, hold)));
    }

    /** What is to be told and silenced; empty when nothing is. */
    Optional<AlertGroup> heldBack(SilenceFilter hold) {
        return group(alert -> alert.pending() && hold.silenced(alert.alert()));
    }

    /** Notes that a group was settled without a message. */
    void settled(AlertGroup group) {
        for (AlertChange change : group.changes()) {
            alerts.computeIfPresent(
                    change.alert().getId(),
                    (alertId, alert) ->
                            new TrackedAlert(alert.incident(), alert.alert(), alert.changedAt(), change.after()));
        }
    }

    void told(AlertGroup group, Instant now) {
        toldTimes = toldTimes.after(group, now);
        settled(group);
    }

    /** Whether nothing fires, nothing is to be told and no other run can join any more: it may be forgotten. */
    boolean over(GroupTiming timing, Instant now) {
        alerts.values().removeIf(alert -> alert.ended() && !alert.pending());
        return alerts.isEmpty()
                && (toldTimes.any() == null
                        || !toldTimes.any().plus(timing.memory()).isAfter(now));
    }

    void forgetOlderThan(Instant limit) {
        alerts.values().removeIf(alert -> !alert.pending() && alert.changedAt().isBefore(limit));
    }

    private Optional<Instant> changesDue(GroupTiming timing, SilenceFilter hold) {
        List<TrackedAlert> news =
                alerts.values().stream().filter(alert -> tellable(alert, hold)).toList();
        if (news.isEmpty()) {
            return Optional.empty();
        }
        if (news.get(0).alert().getBacklog()) {
            return Optional.of(settledAt(timing, news));
        }
        Instant waited = earliest(news).plus(timing.groupWait());
        if (toldTimes.any() == null) {
            return Optional.of(waited);
        }
        Instant bundled = later(waited, bundledUntil(timing, news));
        List<TrackedAlert> urgent = news.stream().filter(this::turnsCritical).toList();
        return Optional.of(
                urgent.isEmpty() ? bundled : earlier(bundled, earliest(urgent).plus(timing.groupWait())));
    }

    /** A digest is told once no more comes. */
    private Instant settledAt(GroupTiming timing, List<TrackedAlert> news) {
        Instant settled = latest(news).plus(GroupTiming.DIGEST_SETTLE);
        Instant longest = earliest(news).plus(GroupTiming.DIGEST_LONGEST);
        Instant told = toldTimes.any() == null ? Instant.MIN : toldTimes.any().plus(timing.groupInterval());
        return later(earlier(settled, longest), told);
    }

    /**
     * A run has its messages at the group interval. Where several runs share the cause and it was told, the next
     * message waits until no more runs join, within bounds that double with each message.
     */
    private Instant bundledUntil(GroupTiming timing, List<TrackedAlert> news) {
        Instant told = toldTimes.any();
        if (!isShared() || !news.stream().allMatch(alert -> isKnown(alert.family()))) {
            return told.plus(timing.groupInterval());
        }
        Duration least = timing.followUpInterval(toldTimes.messages());
        Instant quiet = latest(news).plus(timing.groupInterval());
        return earlier(later(quiet, told.plus(least)), told.plus(least.multipliedBy(2)));
    }

    private boolean isShared() {
        return alerts.values().stream()
                        .map(alert -> RunKey.of(alert.alert()))
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }

    private boolean isKnown(String family) {
        return alerts.values().stream()
                .anyMatch(alert -> alert.told() != null && alert.family().equals(family));
    }

    /** Whether an alert is critical news: none of its run, and in an incident of several none of its kind, was told. */
    private boolean turnsCritical(TrackedAlert news) {
        if (!news.firingCritical()) {
            return false;
        }
        return isShared()
                ? alerts.values().stream()
                        .noneMatch(alert -> alert.told() != null
                                && alert.told().critical()
                                && alert.family().equals(news.family()))
                : alerts.values().stream()
                        .noneMatch(alert -> alert.told() != null && alert.told().firingCritical());
    }

    private Optional<Instant> repeatDue(GroupTiming timing, SilenceFilter hold) {
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
        return changes.isEmpty() ? Optional.empty() : Optional.of(new AlertGroup(id, changes));
    }

    private static boolean tellable(TrackedAlert alert, SilenceFilter hold) {
        return alert.pending() && !hold.silenced(alert.alert());
    }

    private static boolean repeatable(TrackedAlert alert, SilenceFilter hold) {
        return alert.firingCritical() && !hold.acknowledged(alert.alert()) && !hold.silenced(alert.alert());
    }

    private static Instant earliest(List<TrackedAlert> some) {
        return some.stream()
                .map(TrackedAlert::changedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Instant latest(List<TrackedAlert> some) {
        return some.stream()
                .map(TrackedAlert::changedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
