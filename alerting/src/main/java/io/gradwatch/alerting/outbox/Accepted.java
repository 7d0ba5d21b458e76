package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.TrackedAlert;
import java.util.List;

/**
 * Alerts that accepted transitions changed.
 *
 * @param news alerts of which a transition was news, as they stand then, in order
 * @param moved alerts that nobody was told of and that belong to another incident now
 */
public record Accepted(List<TrackedAlert> news, List<TrackedAlert> moved) {

    /** Transitions that were known. */
    static final Accepted NOTHING = new Accepted(List.of(), List.of());
}
