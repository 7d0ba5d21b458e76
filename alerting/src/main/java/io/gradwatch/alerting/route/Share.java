package io.gradwatch.alerting.route;

import io.gradwatch.alerting.group.AlertGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Share of a group that one receiver is told.
 *
 * @param receiver name of the receiver
 * @param group what it is told
 * @param heldUntil when it is told; empty for at once
 * @param unacknowledged time for which nobody acknowledged the alerts, where that is why it is told; zero otherwise
 */
public record Share(String receiver, AlertGroup group, Optional<Instant> heldUntil, Duration unacknowledged) {

    /** A share that is told at once. */
    public static Share now(String receiver, AlertGroup group) {
        return new Share(receiver, group, Optional.empty(), Duration.ZERO);
    }

    /** The same for other changes. */
    public Share with(AlertGroup other) {
        return new Share(receiver, other, heldUntil, unacknowledged);
    }
}
