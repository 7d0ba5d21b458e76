package io.gradwatch.alerting.group;

import io.gradwatch.silence.Silences;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups alerts by incident and says what is to be told when. Holds only incidents that fire, have something to tell or
 * may go on; the outbox holds the rest, and knows which alert belongs to which. Not thread-safe.
 */
public final class Grouping {

    private final GroupTiming timing;
    private final Map<String, Incident> incidents = new HashMap<>();
    /** Incident of each alert: one of the backlog moves to another when it goes on before our eyes. */
    private final Map<String, String> incidentOfAlert = new HashMap<>();

    private ActiveSilences silences = new ActiveSilences(Silences.NONE, Instant.EPOCH);

    /** @param timing when a group is told */
    public Grouping(GroupTiming timing) {
        this.timing = timing;
    }

    /** Takes up an incident where an earlier process left it, before its alerts. */
    public void restore(String id, NotifiedTimes notifiedTimes) {
        incidents.put(id, new Incident(id, notifiedTimes));
    }

    /** Notes the latest state of an alert. */
    public void accept(TrackedAlert alert) {
        String before = incidentOfAlert.put(alert.alert().getId(), alert.incident());
        if (before != null && !before.equals(alert.incident()) && incidents.containsKey(before)) {
            incidents.get(before).remove(alert.alert().getId());
        }
        incidents
                .computeIfAbsent(alert.incident(), id -> new Incident(id, NotifiedTimes.NEVER))
                .put(alert);
    }

    /** Holds this back from now on, and nothing else. */
    public void holdBack(ActiveSilences heldBack) {
        silences = heldBack;
    }

    /** Time of the next message, with the silences of now; empty while there is nothing to tell. */
    public Optional<Instant> nextDue() {
        return incidents.values().stream()
                .map(group -> group.due(timing, silences))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** The groups to tell at {@code now}. Each comes again until {@link #told} is called with it. */
    public List<AlertGroup> due(Instant now) {
        return incidents.values().stream()
                .filter(group -> group.due(timing, silences)
                        .filter(due -> !due.isAfter(now))
                        .isPresent())
                .map(group -> group.toNotify(timing, silences, now))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Groups that would be told were they not silenced. */
    public List<AlertGroup> heldBack() {
        return incidents.values().stream()
                .map(group -> group.heldBack(silences))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Notes that a group is settled without a message. */
    public void settled(AlertGroup settled) {
        Incident group = incidents.get(settled.incident());
        if (group != null) {
            group.settled(settled);
        }
    }

    /** Notes that a group was handed over for delivery. */
    public void notified(AlertGroup notified, Instant now) {
        Incident group = incidents.get(notified.incident());
        if (group != null) {
            group.notified(notified, now);
        }
    }

    /**
     * Forgets incidents that are over.
     *
     * @param retention after which an alert that fires without a sign of life is forgotten
     */
    public void forgetWhatIsOver(Instant now, Duration retention) {
        incidents.values().forEach(group -> group.forgetOlderThan(now.minus(retention)));
        incidents.values().removeIf(group -> group.over(timing, now));
        incidentOfAlert.values().retainAll(incidents.keySet());
    }

    /** Incidents that are held. */
    public int size() {
        return incidents.size();
    }
}
