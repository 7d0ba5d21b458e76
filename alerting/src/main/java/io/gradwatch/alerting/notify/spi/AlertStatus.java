package io.gradwatch.alerting.notify.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * Status that people gave an alert: acknowledged, silenced, assigned.
 *
 * @param acknowledgedBy name of the person who acknowledged it; empty where nobody did
 * @param acknowledgedVia place of the acknowledgement, such as slack; empty where that is not known
 * @param silencedUntil end of the silence that covers it; empty where none does
 * @param silencedBy author of that silence
 * @param assignee name of the person it was assigned to; empty for nobody
 */
public record AlertStatus(
        String acknowledgedBy,
        String acknowledgedVia,
        Optional<Instant> silencedUntil,
        String silencedBy,
        String assignee) {

    /** Nobody has done anything. */
    public static final AlertStatus NONE = new AlertStatus("", "", Optional.empty(), "", "");

    /** The name of an acknowledgement that says none. */
    public static final String SOMEBODY = "somebody";
}
