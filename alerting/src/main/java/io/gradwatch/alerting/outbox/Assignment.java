package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.TrackedAlert;
import java.util.List;

/**
 * Incident that an alert is assigned to.
 *
 * @param incident its id
 * @param moved other alerts that move into it, as they stand then
 */
record Assignment(String incident, List<TrackedAlert> moved) {

    /** An incident that no other alert moves into. */
    static Assignment to(String incident) {
        return new Assignment(incident, List.of());
    }
}
