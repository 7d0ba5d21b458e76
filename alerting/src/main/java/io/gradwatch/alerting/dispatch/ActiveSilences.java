package io.gradwatch.alerting.dispatch;

import io.gradwatch.alerting.group.SilenceFilter;
import io.gradwatch.schema.Alert;
import io.gradwatch.silence.Silences;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Silences and acknowledgements from one moment until a silence begins or ends. Alerts are many and patterns are slow,
 * so that each alert is judged once. Not thread-safe.
 */
final class ActiveSilences implements SilenceFilter {

    private final Silences silences;
    private final Instant from;
    private final Instant until;
    private final Map<Alert, Boolean> silenced = new IdentityHashMap<>();
    private final Map<Alert, Boolean> acknowledged = new IdentityHashMap<>();

    /** The silences at {@code now}. */
    ActiveSilences(Silences silences, Instant now) {
        this.silences = silences;
        this.from = now;
        this.until = silences.nextChange(now).orElse(Instant.MAX);
    }

    /** True where it still holds at {@code now}; false where the clock was set back. */
    boolean holdsAt(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }

    /** First moment at which it holds no more. */
    Instant until() {
        return until;
    }

    @Override
    public boolean silenced(Alert alert) {
        return silenced.computeIfAbsent(
                alert, one -> silences.silencing(one, from).isPresent());
    }

    @Override
    public boolean acknowledged(Alert alert) {
        return acknowledged.computeIfAbsent(
                alert, one -> silences.acknowledging(one, from).isPresent());
    }
}
