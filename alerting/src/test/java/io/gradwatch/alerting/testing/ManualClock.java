package io.gradwatch.alerting.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves when told to. */
public final class ManualClock extends Clock {

    private Instant now;

    /** Begins at a time of no meaning. */
    public ManualClock() {
        this(Instant.parse("2026-11-23T03:00:00Z"));
    }

    /** @param start where it begins */
    public ManualClock(Instant start) {
        now = start;
    }

    /** Moves on. */
    public synchronized void add(Duration duration) {
        now = now.plus(duration);
    }

    /** Moves to {@code instant} unless it is past that already. */
    public synchronized void advanceTo(Instant instant) {
        if (instant.isAfter(now)) {
            now = instant;
        }
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("only UTC");
    }
}
