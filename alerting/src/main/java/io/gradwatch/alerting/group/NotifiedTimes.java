package io.gradwatch.alerting.group;

import java.time.Instant;

/**
 * Times of the last messages about an incident.
 *
 * @param any the last message; null before the first
 * @param critical the last message with a critical alert that fires; null before the first
 * @param messages how many messages there were
 */
public record NotifiedTimes(Instant any, Instant critical, int messages) {

    /** Nothing was told yet. */
    public static final NotifiedTimes NEVER = new NotifiedTimes(null, null, 0);

    /** The times after {@code group} is told. */
    public NotifiedTimes after(AlertGroup group, Instant now) {
        boolean tellsCritical =
                group.changes().stream().anyMatch(change -> change.after().firingCritical());
        return new NotifiedTimes(now, tellsCritical ? now : critical, messages + 1);
    }
}
