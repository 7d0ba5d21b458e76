package io.gradwatch.alerting.group;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The alerts of one incident that fire or have something to tell, and when to tell it. */
final class Incident {

    private final String id;
    private final Map<String, TrackedAlert> alerts = new LinkedHashMap<>();
    private NotifiedTimes notifiedTimes;

    Incident(String id, NotifiedTimes notifiedTimes) {
        this.id = id;
        this.notifiedTimes = notifiedTimes;
    }

    void put(TrackedAlert alert) {
        alerts.put(alert.alert().getId(), alert);
    }

    /** The alert belongs to another incident now. */
    void remove(String alertId) {
        alerts.remove(alertId);
    }

    Set<String> alertIds() {
        return alerts.keySet();
    }

    Optional<TrackedAlert> alert(String alertId) {
        return Optional.ofNullable(alerts.get(alertId));
    }

    /** It was time to repeat, and no receiver wanted that yet. */
    void passedOver(Instant now) {
        notifiedTimes = new NotifiedTimes(notifiedTimes.any(), now, notifiedTimes.messages());
    }

    /** Time of the next message; empty while there is nothing to tell. */
    Optional<Instant> due(GroupTiming timing, Suppression suppression) {
        return Stream.of(changesDue(timing, suppression), repeatDue(timing, suppression))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** All that there is to tell at {@code now}, whether or not it is due; empty when there is nothing. */
    Optional<AlertGroup> toNotify(GroupTiming timing, Suppression suppression, Instant now) {
        boolean repeats =
                repeatDue(timing, suppression).filter(due -> !due.isAfter(now)).isPresent();
        return group(alert -> notifiable(alert, suppression) || (repeats && repeatable(alert, suppression)));
    }

    /** Alerts that would be told and are suppressed; empty when there are none. */
    Optional<AlertGroup> heldBack(Suppression suppression) {
        return group(alert -> alert.pending() && suppression.suppressed(alert));
    }

    /** Notes that a group was settled without a message. */
    void settled(AlertGroup group) {
        for (AlertChange change : group.changes()) {
            alerts.computeIfPresent(change.alert().getId(), (alertId, alert) -> alert.withNotified(change.after()));
        }
    }

    void notified(AlertGroup group, Instant now) {
        notifiedTimes = notifiedTimes.after(group, now);
        settled(group);
    }

    /** True where nothing fires, nothing is to be told and no other run can join any more: it may be forgotten. */
    boolean over(GroupTiming timing, Instant now) {
        alerts.values().removeIf(alert -> alert.ended() && !alert.pending());
        return alerts.isEmpty()
                && (notifiedTimes.any() == null
                        || !notifiedTimes.any().plus(timing.memory()).isAfter(now));
    }

    void forgetOlderThan(Instant limit) {
        alerts.values().removeIf(alert -> !alert.pending() && alert.changedAt().isBefore(limit));
    }

    private Optional<Instant> changesDue(GroupTiming timing, Suppression suppression) {
        List<TrackedAlert> news = alerts.values().stream()
                .filter(alert -> notifiable(alert, suppression))
                .toList();
        if (news.isEmpty()) {
            return Optional.empty();
        }
        if (news.get(0).alert().getBacklog()) {
            return Optional.of(settledAt(timing, news));
        }
        Instant waited = Collections.min(changes(news)).plus(timing.groupWait());
        if (notifiedTimes.any() == null) {
            return Optional.of(waited);
        }
        Instant bundled = later(waited, bundledUntil(timing, news));
        List<TrackedAlert> urgent = news.stream().filter(this::turnsCritical).toList();
        return Optional.of(
                urgent.isEmpty()
                        ? bundled
                        : earlier(bundled, Collections.min(changes(urgent)).plus(timing.groupWait())));
    }

    /** A digest is told once no more comes. */
    private Instant settledAt(GroupTiming timing, List<TrackedAlert> news) {
        Instant settled = Collections.max(changes(news)).plus(GroupTiming.DIGEST_SETTLE);
        Instant longest = Collections.min(changes(news)).plus(GroupTiming.DIGEST_LONGEST);
        Instant notified =
                notifiedTimes.any() == null ? Instant.MIN : notifiedTimes.any().plus(timing.groupInterval());
        return later(earlier(settled, longest), notified);
    }

    /**
     * A run has its messages at the group interval. Where several runs share the cause and it was told, the next
     * message waits until no more runs join, within bounds that double with each message.
     */
    private Instant bundledUntil(GroupTiming timing, List<TrackedAlert> news) {
        Instant notified = notifiedTimes.any();
        if (!isShared() || !news.stream().allMatch(alert -> isKnown(alert.family()))) {
            return notified.plus(timing.groupInterval());
        }
        Duration least = timing.followUpInterval(notifiedTimes.messages());
        Instant quiet = Collections.max(changes(news)).plus(timing.groupInterval());
        return earlier(later(quiet, notified.plus(least)), notified.plus(least.multipliedBy(2)));
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
                .anyMatch(alert -> alert.notified() != null && alert.family().equals(family));
    }

    /** True for critical news: none of its run, and in an incident of several none of its kind, was told. */
    private boolean turnsCritical(TrackedAlert news) {
        boolean shared = isShared();
        return news.firingCritical()
                && alerts.values().stream()
                        .filter(alert -> alert.notified() != null)
                        .noneMatch(alert -> shared
                                ? alert.notified().critical() && alert.family().equals(news.family())
                                : alert.notified().firingCritical());
    }

    private Optional<Instant> repeatDue(GroupTiming timing, Suppression suppression) {
        boolean stillCritical = alerts.values().stream()
                .anyMatch(alert -> repeatable(alert, suppression)
                        && alert.notified() != null
                        && alert.notified().firingCritical());
        return timing.repeatInterval().isZero() || !stillCritical || notifiedTimes.critical() == null
                ? Optional.empty()
                : Optional.of(notifiedTimes.critical().plus(timing.repeatInterval()));
    }

    private Optional<AlertGroup> group(Predicate<TrackedAlert> condition) {
        List<AlertChange> changes = alerts.values().stream()
                .filter(condition)
                .map(alert -> new AlertChange(alert.alert(), alert.notified()))
                .toList();
        return changes.isEmpty() ? Optional.empty() : Optional.of(new AlertGroup(id, changes));
    }

    private static boolean notifiable(TrackedAlert alert, Suppression suppression) {
        return alert.pending() && !suppression.suppressed(alert);
    }

    private static boolean repeatable(TrackedAlert alert, Suppression suppression) {
        return alert.firingCritical() && !suppression.acknowledged(alert.alert()) && !suppression.suppressed(alert);
    }

    private static List<Instant> changes(List<TrackedAlert> some) {
        return some.stream().map(TrackedAlert::changedAt).toList();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
