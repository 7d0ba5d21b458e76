package io.gradwatch.alerting.group;

import io.gradwatch.schema.Severity;
import java.util.Comparator;
import java.util.List;

/**
 * Changes of alerts of one attempt of one run that are told together.
 *
 * @param run the attempt
 * @param changes at least one: firing before resolved, then worst first, then by onset step
 */
public record AlertGroup(RunKey run, List<AlertChange> changes) {

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

    /** Whether any of the alerts fires now. */
    public boolean firing() {
        return changes.stream().anyMatch(AlertChange::firing);
    }
}
