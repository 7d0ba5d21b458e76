package io.gradwatch.alerting.group;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups alerts per attempt of a run and says what is to be told when. Holds only attempts that fire, have something to
 * tell or were told within the interval; the outbox holds the rest. Not thread-safe.
 */
public final class Grouping {

    private final GroupTiming timing;
    private final Map<RunKey, RunGroup> groups = new HashMap<>();
    private Hold hold = Hold.NOTHING;

    /** @param timing when a group is told */
    public Grouping(GroupTiming timing) {
        this.timing = timing;
    }

    /** Takes up an attempt where an earlier process left it. */
    public void restore(RunKey run, ToldTimes toldTimes, List<TrackedAlert> alerts) {
        RunGroup group = new RunGroup(run, toldTimes);
        alerts.forEach(group::put);
        groups.put(run, group);
    }

    /** Notes the latest state of an alert. */
    public void accept(TrackedAlert alert) {
        groups.computeIfAbsent(RunKey.of(alert.alert()), run -> new RunGroup(run, ToldTimes.NEVER))
                .put(alert);
    }

    /** Holds this back from now on, and nothing else. */
    public void holdBack(Hold heldBack) {
        hold = heldBack;
    }

    /** When the next message is due, with what is held back now; empty while there is nothing to tell. */
    public Optional<Instant> nextDue() {
        return groups.values().stream()
                .map(group -> group.due(timing, hold))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** The groups to tell at {@code now}. Each comes again until {@link #told} is called with it. */
    public List<AlertGroup> due(Instant now) {
        return groups.values().stream()
                .filter(group ->
                        group.due(timing, hold).filter(due -> !due.isAfter(now)).isPresent())
                .map(group -> group.toTell(timing, hold, now))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What there would be to tell were it not silenced. */
    public List<AlertGroup> heldBack() {
        return groups.values().stream()
                .map(group -> group.heldBack(hold))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Notes that a group is settled without a message. */
    public void settled(AlertGroup settled) {
        RunGroup group = groups.get(settled.run());
        if (group != null) {
            group.settled(settled);
        }
    }

    /** Notes that a group was handed over for delivery. */
    public void told(AlertGroup told, Instant now) {
        RunGroup group = groups.get(told.run());
        if (group != null) {
            group.told(told, now);
        }
    }

    /**
     * Forgets attempts that are over.
     *
     * @param retention after which an alert that fires without a sign of life is forgotten
     */
    public void forgetWhatIsOver(Instant now, Duration retention) {
        groups.values().forEach(group -> group.forgetOlderThan(now.minus(retention)));
        groups.values().removeIf(group -> group.over(timing, now));
    }

    /** Attempts that are held. */
    public int size() {
        return groups.size();
    }
}
