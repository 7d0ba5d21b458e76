package io.gradwatch.alerting.group;

import java.time.Instant;

/**
 * When an attempt of a run was last told about.
 *
 * @param any the last message; null before the first
 * @param critical the last message with a critical alert that fires; null before the first
 */
public record ToldTimes(Instant any, Instant critical) {

    /** Nothing was told yet. */
    public static final ToldTimes NEVER = new ToldTimes(null, null);

    /** The times after {@code group} is told. */
    public ToldTimes after(AlertGroup group, Instant now) {
        boolean tellsCritical = group.changes().stream()
                .anyMatch(change -> Told.of(change.alert()).firingCritical());
        return new ToldTimes(now, tellsCritical ? now : critical);
    }
}
