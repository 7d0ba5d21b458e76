package io.gradwatch.detection.job;

import org.apache.flink.streaming.api.TimerService;

/**
 * The one event-time timer of the current run. It is moved lazily: a run that sends records every few milliseconds puts
 * off its silence with each, and a timer that fires too early costs less than moving it every time.
 */
final class WakeTimer {

    private final RunMemory memory;

    WakeTimer(RunMemory memory) {
        this.memory = memory;
    }

    /** Makes the timer fire at {@code timeMillis} or before. */
    void arm(TimerService timers, long timeMillis) {
        Long before = memory.wakeMillis();
        if (before != null && before <= timeMillis) {
            return;
        }
        if (before != null) {
            timers.deleteEventTimeTimer(before);
        }
        timers.registerEventTimeTimer(timeMillis);
        memory.setWakeMillis(timeMillis);
    }

    /** To be called when the timer has fired: there is none now. */
    void fired() {
        memory.setWakeMillis(null);
    }
}
