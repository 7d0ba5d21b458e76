package io.gradwatch.kafka;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/**
 * A clock whose nanoseconds pass faster until the broker has started. A broker that was killed is refused until the
 * session of its predecessor has ended, and by this clock that is soon; the sessions of a broker that runs may then be
 * long, so that a host without time for it does not fence it. The time of day is that of the system.
 */
final class StartClock implements Time {

    /** Nanoseconds for each that passes, until the start is over. */
    static final int SPEED = 30;

    private final LongSupplier nanoseconds;
    private final long begin;
    private volatile Long end;

    StartClock() {
        this(System::nanoTime);
    }

    /** @param nanoseconds of a clock that goes evenly */
    StartClock(LongSupplier nanoseconds) {
        this.nanoseconds = nanoseconds;
        this.begin = nanoseconds.getAsLong();
    }

    /** Lets it go evenly from now on. */
    void started() {
        end = nanoseconds.getAsLong();
    }

    @Override
    public long nanoseconds() {
        Long over = end;
        long now = nanoseconds.getAsLong();
        long fast = (over == null ? now : over) - begin;
        return begin + now - begin + fast * (SPEED - 1);
    }

    @Override
    public long milliseconds() {
        return Time.SYSTEM.milliseconds();
    }

    @Override
    public void sleep(long millis) {
        Time.SYSTEM.sleep(millis);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        Time.SYSTEM.waitObject(object, condition, deadlineMillis);
    }
}
