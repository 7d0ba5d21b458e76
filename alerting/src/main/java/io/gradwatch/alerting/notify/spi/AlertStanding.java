package io.gradwatch.alerting.notify.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * Standing of an alert among people: who looks after it, and for how long it is silenced.
 *
 * @param acknowledgedBy name of the person who looks after it; empty where nobody said so
 * @param acknowledgedVia from where they said it, such as slack; empty where that is not known
 * @param silencedUntil end of the silence that covers it; empty where none does
 * @param silencedBy author of that silence
 * @param assignee name of the person it was assigned to; empty for nobody
 */
public record AlertStanding(
        String acknowledgedBy,
        String acknowledgedVia,
        Optional<Instant> silencedUntil,
        String silencedBy,
        String assignee) {

    /** Nobody has done anything. */
    public static final AlertStanding NONE = new AlertStanding("", "", Optional.empty(), "", "");

    /** The name of an acknowledgement that says none. */
    public static final String SOMEBODY = "somebody";

    /** True where somebody looks after it, or a silence covers it. */
    public boolean seenTo() {
        return !acknowledgedBy.isEmpty() || silencedUntil.isPresent();
    }
}
