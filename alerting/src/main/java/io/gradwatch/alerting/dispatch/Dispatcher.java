package io.gradwatch.alerting.dispatch;

import io.gradwatch.alerting.group.ActiveSilences;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.Grouping;
import io.gradwatch.alerting.group.RunKey;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.outbox.Accepted;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.route.RoutingTable;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.schema.Alert;
import io.gradwatch.silence.Silences;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps alerts in the outbox, groups them, holds back what is silenced, and when a group is due divides it among the
 * receivers and queues it in the outbox. Queues nothing before it was told what is silenced. Thread-safe; holds no
 * thread of its own.
 */
public final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration CLEANING_INTERVAL = Duration.ofHours(1);
    private static final Comparator<Alert> BY_TIME = Comparator.comparing(Alert::getRaisedTimeMillis);

    private final Outbox outbox;
    private final Grouping grouping;
    private final RoutingTable routes;
    private final AlertingMetrics metrics;
    private final Duration retention;
    private Instant nextCleaning = Instant.MIN;
    private Silences silences;
    private ActiveSilences active;
    private final Repeats repeats;
    private final Escalations escalations;
    private final TimedRelease timedRelease;
    private Map<String, Integer> heldRevisions = Map.of();
    private volatile boolean knowsSilences;

    /**
     * @param outbox where everything is kept; what it holds is taken up
     * @param grouping empty
     * @param routes who hears of what
     * @param retention after which the outbox forgets
     */
    public Dispatcher(
            Outbox outbox, Grouping grouping, RoutingTable routes, AlertingMetrics metrics, Duration retention) {
        this.outbox = outbox;
        this.grouping = grouping;
        this.routes = routes;
        this.metrics = metrics;
        this.retention = retention;
        this.repeats = new Repeats(routes, outbox);
        this.timedRelease = new TimedRelease(outbox, routes, metrics);
        outbox.restore(grouping);
        this.escalations = new Escalations(outbox, grouping, routes, metrics);
    }

    /**
     * Takes transitions of alerts, and the place up to which the topic was read for them. They are in the outbox when
     * this returns.
     *
     * @param next offset of the next record of each partition that they came from
     * @return how many were news
     */
    public synchronized int accept(List<Alert> alerts, Map<Integer, Long> next, Instant now) {
        if (alerts.isEmpty() && next.isEmpty()) {
            return 0;
        }
        Accepted accepted = outbox.accept(alerts, next, now);
        accepted.news().forEach(grouping::accept);
        accepted.moved().forEach(grouping::accept);
        return accepted.news().size();
    }

    /**
     * Takes over what is silenced and acknowledged. What already waits for its channel is taken back where a silence
     * covers it and nobody has got it yet.
     */
    public synchronized void silence(Silences known, Instant now) {
        silences = known;
        holdBack(now);
        knowsSilences = true;
    }

    /**
     * Ends the escalation of faults with which a run ended that was started anew since.
     *
     * @param startedAnew asks for a run whether it goes on after the alert; may take its time, and is asked once for
     *     each attempt of a run, with its last alert
     * @return true where one ended
     */
    public boolean endEscalationsOf(Predicate<Alert> startedAnew) {
        Map<RunKey, List<Alert>> runs = endedRuns().stream().collect(Collectors.groupingBy(RunKey::of));
        List<Alert> over = runs.values().stream()
                .filter(alerts -> startedAnew.test(Collections.max(alerts, BY_TIME)))
                .flatMap(List::stream)
                .toList();
        synchronized (this) {
            escalations.startedAnew(over);
        }
        return !over.isEmpty();
    }

    private synchronized List<Alert> endedRuns() {
        return escalations.ofEndedRuns();
    }

    /** True once the silences are known, so that messages may go out. */
    public boolean knowsSilences() {
        return knowsSilences;
    }

    /**
     * Queues notifications for what is due.
     *
     * @return when something is due again; empty while it is not known what is silenced
     */
    public synchronized Optional<Instant> dispatchDue(Instant now) {
        if (!knowsSilences) {
            return Optional.empty();
        }
        if (!active.holdsAt(now)) {
            holdBack(now);
        }
        passOverSuppressed();
        for (AlertGroup group : grouping.due(now)) {
            dispatch(group, now);
        }
        escalations.tellDue(active, now);
        timedRelease.release(active, now);
        if (!now.isBefore(nextCleaning)) {
            clean(now);
        }
        return Stream.of(
                        grouping.nextDue(),
                        escalations.nextDue(),
                        timedRelease.next(),
                        Optional.of(nextCleaning),
                        Optional.of(active.until()))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private void holdBack(Instant now) {
        active = new ActiveSilences(silences, now);
        grouping.holdBack(active);
        escalations.lookAgain();
        if (!silences.silences().isEmpty()) {
            outbox.takeBack(active::silenced).forEach(grouping::accept);
        }
    }

    /** Counts what is held back; an alert that nobody heard of and that is over is of no more use to anybody. */
    private void passOverSuppressed() {
        Map<String, Integer> held = new HashMap<>();
        for (AlertGroup group : grouping.heldBack()) {
            for (AlertChange change : group.changes()) {
                int revision = change.alert().getRevision();
                held.put(change.alert().getId(), revision);
                if (heldRevisions.getOrDefault(change.alert().getId(), -1) != revision) {
                    metrics.add(active.silenced(change.alert()) ? Count.SILENCED : Count.INHIBITED, 1);
                }
            }
            settle(group);
        }
        heldRevisions = held;
    }

    private void settle(AlertGroup held) {
        List<AlertChange> over = held.changes().stream()
                .filter(change -> change.kind() == AlertChange.Kind.FIRED_AND_RECOVERED
                        || change.kind() == AlertChange.Kind.FIRED_AND_ENDED)
                .toList();
        if (!over.isEmpty()) {
            AlertGroup settled = new AlertGroup(held.incident(), over);
            outbox.settle(settled);
            grouping.settled(settled);
        }
    }

    private void dispatch(AlertGroup group, Instant now) {
        List<Share> shares = repeats.due(routes.divide(group, now), group.incident(), now);
        if (shares.isEmpty() && group.changes().stream().allMatch(AlertChange::repeats)) {
            grouping.passedOver(group.incident(), now);
            return;
        }
        escalations.begin(group, shares, now);
        List<Share> all = escalations.withThoseTold(group, shares);
        metrics.add(Count.QUEUED, outbox.enqueue(group, all, now));
        timedRelease.held(all);
        grouping.notified(group, now);
        escalations.end(group);
        for (AlertChange change : group.changes()) {
            if (routes.receivers(change).isEmpty()) {
                metrics.add(Count.UNROUTED, 1);
                LOG.debug("No route wants alert {}", change.alert().getId());
            }
        }
    }

    private void clean(Instant now) {
        int neverDelivered = outbox.forgetBefore(now.minus(retention));
        if (neverDelivered > 0) {
            LOG.error("{} notifications could not be delivered for {} and are given up", neverDelivered, retention);
        }
        grouping.forgetWhatIsOver(now, retention);
        holdBack(now);
        nextCleaning = now.plus(CLEANING_INTERVAL);
    }
}
