package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.route.Escalation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Escalation of an alert.
 *
 * @param since when people were first told of it
 * @param levels receivers of all levels, as {@link Escalation#names} gives them
 * @param level levels that were told
 * @param told receivers that were told by an escalation of the alert
 */
public record RunningEscalation(Instant since, String levels, int level, Set<String> told) {

    /** One of which no level was told yet. */
    public static RunningEscalation begun(Instant since, Escalation escalation, Set<String> told) {
        return new RunningEscalation(since, escalation.names(), 0, told);
    }

    /** The same since another time. */
    public RunningEscalation since(Instant other) {
        return new RunningEscalation(other, levels, level, told);
    }

    /** True where its levels are those of an escalation. */
    public boolean follows(Escalation escalation) {
        return levels.equals(escalation.names());
    }

    /** Levels of an escalation that were told. Of another one than it followed, those whose receivers all know. */
    public int level(Escalation escalation) {
        if (follows(escalation)) {
            return level;
        }
        List<Escalation.Level> open = escalation.levels();
        int first = 0;
        while (first < open.size() && told.containsAll(open.get(first).receivers())) {
            first++;
        }
        return first;
    }

    /** The same after the next level of an escalation was told. */
    public RunningEscalation advanced(Escalation escalation) {
        int next = level(escalation);
        Set<String> all = new TreeSet<>(told);
        all.addAll(escalation.levels().get(next).receivers());
        return new RunningEscalation(since, escalation.names(), next + 1, all);
    }
}
