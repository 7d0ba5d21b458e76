package io.gradwatch.alerting.dispatch;

import io.gradwatch.alerting.group.ActiveSilences;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.Grouping;
import io.gradwatch.alerting.group.TrackedAlert;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.outbox.RunningEscalation;
import io.gradwatch.alerting.route.Escalation;
import io.gradwatch.alerting.route.RoutingTable;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.fault.AlertClass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells the next receivers of alerts that nobody acknowledges. It begins when people are told of an alert and ends when
 * they are told that it is over; a fault with which the run ended is not, unless a person stopped the run or it was
 * started anew. An acknowledgement or a silence holds it up. Alerts of one incident go to a level together. Not
 * thread-safe.
 */
final class Escalations {

    private final Outbox outbox;
    private final Grouping grouping;
    private final RoutingTable routes;
    private final AlertingMetrics metrics;
    private final Map<String, RunningEscalation> running;
    private Instant nextLook = Instant.MIN;

    Escalations(Outbox outbox, Grouping grouping, RoutingTable routes, AlertingMetrics metrics) {
        this.outbox = outbox;
        this.grouping = grouping;
        this.routes = routes;
        this.metrics = metrics;
        this.running = new LinkedHashMap<>(outbox.escalations().all());
    }

    /** Begins those of a group that is about to be told, so that none is missed where the process ends in between. */
    void begin(AlertGroup group, List<Share> shares, Instant now) {
        Map<String, RunningEscalation> begun = new LinkedHashMap<>();
        for (AlertChange change : group.changes()) {
            String id = change.alert().getId();
            Escalation levels = routes.escalation(change);
            Optional<Instant> toldAt = toldAt(id, shares, now);
            if (isOpen(change.alert()) && !levels.levels().isEmpty() && toldAt.isPresent()) {
                RunningEscalation known = running.get(id);
                RunningEscalation next = begun(change, known, levels, toldAt.get());
                if (!next.equals(known)) {
                    begun.put(id, next);
                }
            }
        }
        if (!begun.isEmpty()) {
            outbox.escalations().advance(begun, List.of(), now);
            running.putAll(begun);
        }
        lookAgain();
    }

    /** Where nobody had heard of the alert, or its route has other levels by now, it begins anew. */
    private static RunningEscalation begun(
            AlertChange change, RunningEscalation known, Escalation levels, Instant toldAt) {
        if (known == null) {
            return RunningEscalation.begun(toldAt, levels, Set.of());
        }
        if (change.before() == null || !known.follows(levels)) {
            return RunningEscalation.begun(toldAt, levels, known.told());
        }
        return toldAt.isBefore(known.since()) ? known.since(toldAt) : known;
    }

    private static Optional<Instant> toldAt(String alertId, List<Share> shares, Instant now) {
        return shares.stream()
                .filter(share -> share.group().changes().stream()
                        .anyMatch(change -> change.alert().getId().equals(alertId)))
                .map(share -> share.heldUntil().orElse(now))
                .min(Instant::compareTo);
    }

    /** The shares, with others for the receivers that were told by an escalation: they hear how it ends. */
    List<Share> withThoseTold(AlertGroup group, List<Share> shares) {
        Map<String, List<AlertChange>> ends = new LinkedHashMap<>();
        for (AlertChange change : group.changes()) {
            RunningEscalation escalation = running.get(change.alert().getId());
            if (escalation != null && !change.firing()) {
                escalation.told().stream()
                        .filter(receiver -> !routes.receivers(change).contains(receiver))
                        .forEach(receiver -> ends.computeIfAbsent(receiver, ignored -> new ArrayList<>())
                                .add(change));
            }
        }
        Stream<Share> others = ends.entrySet().stream()
                .map(end -> Share.now(end.getKey(), new AlertGroup(group.incident(), end.getValue())));
        return Stream.concat(shares.stream(), others).toList();
    }

    /** Ends those of alerts that are over, once that is told. */
    void end(AlertGroup group) {
        forget(group.changes().stream()
                .map(AlertChange::alert)
                .filter(alert -> !isOpen(alert))
                .map(Alert::getId)
                .toList());
    }

    /** Looks at the next turn whether something is due, since something else is acknowledged or silenced. */
    void lookAgain() {
        nextLook = Instant.MIN;
    }

    /** When a level is due, as far as is known; empty while none will be. */
    Optional<Instant> nextDue() {
        return nextLook.equals(Instant.MAX) ? Optional.empty() : Optional.of(nextLook);
    }

    /** Tells the levels that are due. */
    void tellDue(ActiveSilences silences, Instant now) {
        if (now.isBefore(nextLook)) {
            return;
        }
        forget(running.keySet().stream()
                .filter(id -> find(id).filter(alert -> !isDone(alert, silences)).isEmpty())
                .toList());
        List<Step> steps = steps(silences);
        while (steps.stream().anyMatch(step -> step.due(now))) {
            Map<Level, List<Step>> together = new LinkedHashMap<>();
            steps.forEach(step -> together.computeIfAbsent(step.level(), ignored -> new ArrayList<>())
                    .add(step));
            together.forEach((level, all) -> all.stream()
                    .filter(step -> step.due(now))
                    .findFirst()
                    .ifPresent(first -> tell(level, all, first, now)));
            steps = steps(silences);
        }
        nextLook = steps.stream().map(Step::dueAt).min(Instant::compareTo).orElse(Instant.MAX);
    }

    /**
     * The next step of each alert that is not over and that nobody cares for. That its run has ended, or that other
     * levels count now, is told first to the receivers of its routes.
     */
    private List<Step> steps(ActiveSilences silences) {
        List<Step> steps = new ArrayList<>();
        running.forEach((id, escalation) -> {
            Optional<TrackedAlert> alert = find(id).filter(
                            tracked -> tracked.notified() != null && isOpen(tracked.alert()))
                    .filter(tracked -> !silences.silenced(tracked.alert()) && !silences.acknowledged(tracked.alert()));
            alert.ifPresent(tracked -> {
                AlertChange change = new AlertChange(tracked.alert(), tracked.notified());
                Escalation levels = routes.escalation(change);
                int level = escalation.level(levels);
                boolean toldFirst = tracked.pending() && (!change.firing() || !escalation.follows(levels));
                if (!toldFirst && level < levels.levels().size()) {
                    steps.add(new Step(new Level(tracked.incident(), levels, level), change, escalation));
                }
            });
        });
        return steps;
    }

    private void tell(Level level, List<Step> steps, Step first, Instant now) {
        Duration unacknowledged = Duration.between(first.escalation().since(), now);
        List<Share> shares = new ArrayList<>();
        for (String receiver : level.receivers()) {
            List<AlertChange> changes = steps.stream()
                    .flatMap(step -> asKnownTo(receiver, step).stream())
                    .toList();
            if (!changes.isEmpty()) {
                AlertGroup group = new AlertGroup(level.incident(), changes);
                shares.add(new Share(receiver, group, Optional.empty(), unacknowledged));
            }
        }
        Map<String, RunningEscalation> advanced = new LinkedHashMap<>();
        steps.forEach(step ->
                advanced.put(step.change().alert().getId(), step.escalation().advanced(level.levels())));
        metrics.add(Count.ESCALATIONS, shares.size());
        metrics.add(Count.QUEUED, outbox.escalations().advance(advanced, shares, now));
        running.putAll(advanced);
    }

    /** The change as it is news to a receiver; empty where it knows that the run has ended. */
    private Optional<AlertChange> asKnownTo(String receiver, Step step) {
        AlertChange change = step.change();
        boolean knows = step.escalation().told().contains(receiver)
                || routes.receivers(change).contains(receiver);
        if (!knows) {
            return Optional.of(new AlertChange(change.alert(), null));
        }
        boolean told = !change.firing()
                && !outbox.held().holds(receiver, change.alert().getId());
        return told ? Optional.empty() : Optional.of(change);
    }

    /** Alerts with which a run ended, of which that is told, and that escalate. */
    List<Alert> ofEndedRuns() {
        return running.keySet().stream()
                .flatMap(id -> find(id).stream())
                .filter(tracked -> !tracked.pending())
                .map(TrackedAlert::alert)
                .filter(alert -> alert.getState() != AlertState.FIRING && isOpen(alert))
                .toList();
    }

    /** Ends those of alerts whose runs were started anew. */
    void startedAnew(List<Alert> alerts) {
        forget(alerts.stream().map(Alert::getId).toList());
        lookAgain();
    }

    /** The alert as it stands; one with which its run ended is in the outbox alone. */
    private Optional<TrackedAlert> find(String id) {
        return grouping.alert(id).or(() -> outbox.alert(id));
    }

    private static boolean isOpen(Alert alert) {
        boolean endedWithRun = alert.getState() == AlertState.UNRECOVERED
                && alert.getResolution() == Resolution.RUN_ENDED
                && alert.getOutcome() != Outcome.STOPPED
                && !alert.getBacklog();
        return alert.getState() == AlertState.FIRING || (endedWithRun && AlertClass.isFault(alert.getAlertClass()));
    }

    /** True where its end was told, and nothing more can come: all levels were told or somebody cares for it. */
    private boolean isDone(TrackedAlert tracked, ActiveSilences silences) {
        if (tracked.alert().getState() == AlertState.FIRING || tracked.pending()) {
            return false;
        }
        Escalation levels = routes.escalation(new AlertChange(tracked.alert(), tracked.notified()));
        return !isOpen(tracked.alert())
                || silences.acknowledged(tracked.alert())
                || outbox.knowsLaterAttempt(tracked.alert())
                || running.get(tracked.alert().getId()).level(levels)
                        >= levels.levels().size();
    }

    private void forget(List<String> alertIds) {
        List<String> over = alertIds.stream().filter(running::containsKey).toList();
        if (!over.isEmpty()) {
            outbox.escalations().end(over);
            over.forEach(running::remove);
        }
    }

    /** Level to which alerts of an incident go together. */
    private record Level(String incident, Escalation levels, int number) {

        List<String> receivers() {
            return levels.levels().get(number).receivers();
        }

        Duration after() {
            return levels.levels().get(number).after();
        }
    }

    /** Next level of the escalation of an alert. */
    private record Step(Level level, AlertChange change, RunningEscalation escalation) {

        Instant dueAt() {
            return escalation.since().plus(level.after());
        }

        boolean due(Instant now) {
            return !dueAt().isAfter(now);
        }
    }
}
