package io.gradwatch.alerting.dispatch;

import io.gradwatch.alerting.group.SilenceFilter;
import io.gradwatch.schema.Alert;
import io.gradwatch.silence.Silences;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What is silenced and acknowledged from one moment until a silence begins or ends. Alerts are many and patterns are
 * slow, so that each alert is judged once. Not thread-safe.
 */
final class ActiveSilences implements SilenceFilter {

    private final Silences mutes;
    private final Instant from;
    private final Instant until;
    private final Map<Alert, Boolean> silenced = new IdentityHashMap<>();
    private final Map<Alert, Boolean> acknowledged = new IdentityHashMap<>();

    /** What {@code mutes} say at {@code now}. */
    ActiveSilences(Silences mutes, Instant now) {
        this.mutes = mutes;
        this.from = now;
        this.until = mutes.nextChange(now).orElse(Instant.MAX);
    }

    /** Whether it still holds at {@code now}; not where the clock was set back either. */
    boolean holdsAt(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }

    /** First moment at which it holds no more. */
    Instant until() {
        return until;
    }

    @Override
    public boolean silenced(Alert alert) {
        return silenced.computeIfAbsent(alert, one -> mutes.silencing(one, from).isPresent());
    }

    @Override
    public boolean acknowledged(Alert alert) {
        return acknowledged.computeIfAbsent(
                alert, one -> mutes.acknowledging(one, from).isPresent());
    }
}
