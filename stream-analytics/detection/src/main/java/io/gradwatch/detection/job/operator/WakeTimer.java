package io.gradwatch.detection.job.operator;

import org.apache.flink.streaming.api.TimerService;

/**
 * The one event-time timer of the current run. It is moved lazily: a run that sends records every few milliseconds puts
 * off its silence with each, and a timer that fires too early costs less than moving it every time.
 */
final class WakeTimer {

    /**
     * A timer that fires within this time after a record is left as it is. A silence is reported so much late at most,
     * and only where the run's patience became shorter since the timer was set.
     */
    static final long NEAR_MILLIS = 5_000;

    private final RunStateCache cache;

    WakeTimer(RunStateCache cache) {
        this.cache = cache;
    }

    /** True if the timer fires soon after this time, or before. */
    boolean isNear(long timeMillis) {
        Long at = cache.wakeMillis();
        return at != null && at <= timeMillis + NEAR_MILLIS;
    }

    /** Makes the timer fire at {@code timeMillis} or before. */
    void arm(TimerService timers, long timeMillis) {
        Long before = cache.wakeMillis();
        if (before != null && before <= timeMillis) {
            return;
        }
        if (before != null) {
            timers.deleteEventTimeTimer(before);
        }
        timers.registerEventTimeTimer(timeMillis);
        cache.setWakeMillis(timeMillis);
    }

    /** To be called when the timer has fired: there is none now. */
    void fired() {
        cache.setWakeMillis(null);
    }
}
