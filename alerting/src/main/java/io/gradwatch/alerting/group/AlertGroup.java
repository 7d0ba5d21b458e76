package io.gradwatch.alerting.group;

import io.gradwatch.schema.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes of alerts of one incident that are told together: of one run, or of several with the same cause. A summary of
 * the fleet takes the place of an incident and has no changes.
 *
 * @param incident id of the incident
 * @param changes at least one, but for a summary: firing before ended, then worst first, then by onset step
 */
public record AlertGroup(String incident, List<AlertChange> changes) {

    private static final Comparator<AlertChange> ORDER = Comparator.comparing(AlertChange::firing)
            .reversed()
            .thenComparing(AlertChange::severity, Comparator.reverseOrder())
            .thenComparingLong(change -> change.alert().getOnsetStep())
            .thenComparing(change -> change.alert().getId());

    /** Beginning of the ids under which what came in quiet hours is told. */
    public static final String QUIET_HOURS = "quiet-hours:";

    private static final String SUMMARY = "summary:";

    /** Id under which all that came in quiet hours is told when they end. */
    public static String quietHours(Instant end) {
        return QUIET_HOURS + end.toEpochMilli();
    }

    /** True for an id under which what came in quiet hours is told. */
    public static boolean isQuietHours(String id) {
        return id.startsWith(QUIET_HOURS);
    }

    /** Id under which the summary of a schedule is sent that was due then. */
    public static String summary(String schedule, Instant due) {
        return SUMMARY + schedule + ":" + due.toEpochMilli();
    }

    /** Sorts the changes. */
    public AlertGroup {
        if (changes.isEmpty() && !incident.startsWith(SUMMARY)) {
            throw new IllegalArgumentException("a group without changes tells nothing");
        }
        changes = changes.stream().sorted(ORDER).toList();
    }

    /** The worst severity among the changes. */
    public Severity severity() {
        return changes.stream()
                .map(AlertChange::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.INFO);
    }

    /** The attempts of runs that it is about, that of the first change first. */
    public Set<RunKey> runs() {
        return changes.stream()
                .map(change -> RunKey.of(change.alert()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** True where it is a digest: of the backlog of logs, of quiet hours, or of the fleet. */
    public boolean digest() {
        return ofQuietHours() || ofSummary() || changes.get(0).alert().getBacklog();
    }

    /** True where it is what came in quiet hours, of all incidents. */
    public boolean ofQuietHours() {
        return isQuietHours(incident);
    }

    /** True where it is a summary of the fleet, which is about no alert. */
    public boolean ofSummary() {
        return changes.isEmpty();
    }

    /** True where any of the alerts fires now. */
    public boolean firing() {
        return changes.stream().anyMatch(AlertChange::firing);
    }
}
