package io.gradwatch.alerting.group;

import io.gradwatch.schema.Severity;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes of alerts of one incident that are told together: of one run, or of several with the same cause.
 *
 * @param incident id of the incident
 * @param changes at least one: firing before ended, then worst first, then by onset step
 */
public record AlertGroup(String incident, List<AlertChange> changes) {

    private static final Comparator<AlertChange> ORDER = Comparator.comparing(AlertChange::firing)
            .reversed()
            .thenComparing(AlertChange::severity, Comparator.reverseOrder())
            .thenComparingLong(change -> change.alert().getOnsetStep())
            .thenComparing(change -> change.alert().getId());

    /** Sorts the changes. */
    public AlertGroup {
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a group without changes tells nothing");
        }
        changes = changes.stream().sorted(ORDER).toList();
    }

    /** The worst severity among the changes. */
    public Severity severity() {
        return changes.stream()
                .map(AlertChange::severity)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The attempts of runs that it is about, that of the first change first. */
    public Set<RunKey> runs() {
        return changes.stream()
                .map(change -> RunKey.of(change.alert()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** True where it is a digest of the backlog of logs. */
    public boolean digest() {
        return changes.get(0).alert().getBacklog();
    }

    /** True where any of the alerts fires now. */
    public boolean firing() {
        return changes.stream().anyMatch(AlertChange::firing);
    }
}
