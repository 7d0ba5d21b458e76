package io.gradwatch.alerting.group;

import io.gradwatch.schema.Alert;
import io.gradwatch.silence.Silences;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Silences and acknowledgements from one moment until a silence begins or ends. Alerts are many and patterns are slow,
 * so that each alert is judged once. Not thread-safe.
 */
public final class ActiveSilences {

    private final Silences silences;
    private final Instant from;
    private final Instant until;
    private final Map<Alert, Boolean> silenced = new IdentityHashMap<>();
    private final Map<Alert, Boolean> acknowledged = new IdentityHashMap<>();

    /** The silences at {@code now}. */
    public ActiveSilences(Silences silences, Instant now) {
        this.silences = silences;
        this.from = now;
        this.until = silences.nextChange(now).orElse(Instant.MAX);
    }

    /** True where it still holds at {@code now}; false where the clock was set back. */
    public boolean holdsAt(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }

    /** First moment at which it holds no more. */
    public Instant until() {
        return until;
    }

    /** True where a silence covers the alert as it stands now: nobody is told of it. */
    public boolean silenced(Alert alert) {
        return silenced.computeIfAbsent(
                alert, one -> silences.silencing(one, from).isPresent());
    }

    /** True where somebody acknowledged the alert as it stands now: it is not repeated. */
    public boolean acknowledged(Alert alert) {
        return acknowledged.computeIfAbsent(
                alert, one -> silences.acknowledging(one, from).isPresent());
    }
}
