package io.gradwatch.alerting.group;

import io.gradwatch.alerting.inhibit.InhibitionRules;
import io.gradwatch.alerting.inhibit.Inhibitions;
import io.gradwatch.schema.Alert;
import io.gradwatch.silence.Silences;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Groups alerts by incident and says what is to be told when. Holds only incidents that fire, have something to tell or
 * may go on; the outbox holds the rest, and knows which alert belongs to which. Not thread-safe.
 */
public final class Grouping {

    private final GroupTiming timing;
    private final Map<String, Incident> incidents = new HashMap<>();
    /** Incident of each alert: one of the backlog moves to another when it goes on before our eyes. */
    private final Map<String, String> incidentOfAlert = new HashMap<>();

    private final Inhibitions inhibitions;

    private Suppression suppression;

    /**
     * @param timing when a group is told
     * @param inhibition rules by which an alert explains others
     */
    public Grouping(GroupTiming timing, InhibitionRules inhibition) {
        this.timing = timing;
        this.inhibitions = new Inhibitions(inhibition);
        this.suppression = new Suppression(new ActiveSilences(Silences.NONE, Instant.EPOCH), inhibitions);
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
        inhibitions.note(alert.alert());
    }

    /** True where an alert is held back since another one explains it. */
    public boolean inhibited(Alert alert) {
        return inhibitions.inhibited(alert);
    }

    /** Holds this back from now on, and no other silence. */
    public void holdBack(ActiveSilences silences) {
        suppression = new Suppression(silences, inhibitions);
    }

    /** Time of the next message, with what is suppressed now; empty while there is nothing to tell. */
    public Optional<Instant> nextDue() {
        return incidents.values().stream()
                .map(group -> group.due(timing, suppression))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** The groups to tell at {@code now}. Each comes again until {@link #notified} is called with it. */
    public List<AlertGroup> due(Instant now) {
        return incidents.values().stream()
                .filter(group -> group.due(timing, suppression)
                        .filter(due -> !due.isAfter(now))
                        .isPresent())
                .map(group -> group.toNotify(timing, suppression, now))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Groups that would be told were they not suppressed. */
    public List<AlertGroup> heldBack() {
        return incidents.values().stream()
                .map(group -> group.heldBack(suppression))
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

    /** An alert that is held, as it stands now; empty where it is over and told, or not known. */
    public Optional<TrackedAlert> alert(String id) {
        return Optional.ofNullable(incidents.get(incidentOfAlert.getOrDefault(id, "")))
                .flatMap(group -> group.alert(id));
    }

    /** Notes that it was time to repeat an incident, and no receiver wanted that yet. */
    public void passedOver(String incident, Instant now) {
        Incident group = incidents.get(incident);
        if (group != null) {
            group.passedOver(now);
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
        inhibitions.retain(incidents.values().stream()
                .flatMap(group -> group.alertIds().stream())
                .collect(Collectors.toSet()));
    }

    /** Incidents that are held. */
    public int size() {
        return incidents.size();
    }
}
