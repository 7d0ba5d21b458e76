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
import java.util.stream.Stream;

/**
 * Tells the next receivers of alerts that nobody acknowledges. It begins when people are told of an alert and ends when
 * they are told that it is over; a fault with which the run ended is not, unless a person stopped the run. An
 * acknowledgement or a silence holds it up. Alerts of one incident go to a level together. Not thread-safe.
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
        this.running = new LinkedHashMap<>(outbox.escalations());
    }

    /** Begins those of a group that is about to be told, so that none is missed where the process ends in between. */
    void begin(AlertGroup group, List<Share> shares, Instant now) {
        Map<String, RunningEscalation> begun = new LinkedHashMap<>();
        for (AlertChange change : group.changes()) {
            String id = change.alert().getId();
            if (running.containsKey(id)) {
                lookAgain();
            }
            boolean escalates = isOpen(change.alert())
                    && !running.containsKey(id)
                    && !routes.escalation(change).levels().isEmpty();
            if (escalates) {
                toldAt(id, shares, now).ifPresent(since -> begun.put(id, new RunningEscalation(since, 0)));
            }
        }
        if (!begun.isEmpty()) {
            outbox.escalate(begun, List.of(), now);
            running.putAll(begun);
            lookAgain();
        }
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
                routes.escalation(change).receivers(escalation.level()).stream()
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
            Step first =
                    steps.stream().filter(step -> step.due(now)).findFirst().orElseThrow();
            tell(steps.stream().filter(first::goesWith).toList(), first, now);
            steps = steps(silences);
        }
        nextLook = steps.stream().map(Step::dueAt).min(Instant::compareTo).orElse(Instant.MAX);
    }

    /** The next step of each alert that is not over and that nobody cares for. */
    private List<Step> steps(ActiveSilences silences) {
        List<Step> steps = new ArrayList<>();
        running.forEach((id, escalation) -> {
            Optional<TrackedAlert> alert = find(id).filter(tracked -> tracked.notified() != null)
                    .filter(tracked -> !silences.silenced(tracked.alert()) && !silences.acknowledged(tracked.alert()));
            alert.ifPresent(tracked -> {
                AlertChange change = new AlertChange(tracked.alert(), tracked.notified());
                Escalation levels = routes.escalation(change);
                if (isOpen(change.alert())
                        && escalation.level() < levels.levels().size()) {
                    steps.add(new Step(tracked.incident(), change, levels, escalation));
                }
            });
        });
        return steps;
    }

    private void tell(List<Step> steps, Step first, Instant now) {
        Duration unacknowledged = Duration.between(first.escalation().since(), now);
        List<Share> shares = new ArrayList<>();
        for (String receiver : first.level().receivers()) {
            List<AlertChange> changes = steps.stream()
                    .map(step -> asKnownTo(receiver, step.change()))
                    .toList();
            AlertGroup group = new AlertGroup(first.incident(), changes);
            shares.add(new Share(receiver, group, Optional.empty(), unacknowledged));
        }
        Map<String, RunningEscalation> advanced = new LinkedHashMap<>();
        steps.forEach(step -> advanced.put(step.change().alert().getId(), step.advanced()));
        metrics.add(Count.ESCALATIONS, shares.size());
        metrics.add(Count.QUEUED, outbox.escalate(advanced, shares, now));
        running.putAll(advanced);
    }

    private AlertChange asKnownTo(String receiver, AlertChange change) {
        return routes.receivers(change).contains(receiver) ? change : new AlertChange(change.alert(), null);
    }

    /** The alert as it stands; one with which its run ended is in the outbox alone. */
    private Optional<TrackedAlert> find(String id) {
        return grouping.alert(id).or(() -> outbox.alert(id));
    }

    private static boolean isOpen(Alert alert) {
        boolean endedWithRun = alert.getState() == AlertState.UNRECOVERED
                && alert.getResolution() == Resolution.RUN_ENDED
                && alert.getOutcome() != Outcome.STOPPED;
        return AlertClass.isFault(alert.getAlertClass()) && (alert.getState() == AlertState.FIRING || endedWithRun);
    }

    /** True where nothing more can come of it: its run has ended, and all levels were told or somebody cares for it. */
    private boolean isDone(TrackedAlert tracked, ActiveSilences silences) {
        int told = running.get(tracked.alert().getId()).level();
        Escalation levels = routes.escalation(new AlertChange(tracked.alert(), tracked.notified()));
        return tracked.alert().getState() != AlertState.FIRING
                && (silences.acknowledged(tracked.alert())
                        || told >= levels.levels().size());
    }

    private void forget(List<String> alertIds) {
        List<String> over = alertIds.stream().filter(running::containsKey).toList();
        if (!over.isEmpty()) {
            outbox.endEscalations(over);
            over.forEach(running::remove);
        }
    }

    /** Next level of the escalation of an alert. */
    private record Step(String incident, AlertChange change, Escalation levels, RunningEscalation escalation) {

        Escalation.Level level() {
            return levels.levels().get(escalation.level());
        }

        Instant dueAt() {
            return escalation.since().plus(level().after());
        }

        boolean due(Instant now) {
            return !dueAt().isAfter(now);
        }

        boolean goesWith(Step other) {
            return incident.equals(other.incident)
                    && levels.equals(other.levels)
                    && escalation.level() == other.escalation.level();
        }

        RunningEscalation advanced() {
            return new RunningEscalation(escalation.since(), escalation.level() + 1);
        }
    }
}
