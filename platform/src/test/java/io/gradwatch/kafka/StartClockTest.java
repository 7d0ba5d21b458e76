package io.gradwatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StartClockTest {

    private final AtomicLong system = new AtomicLong(-1_000);
    private final StartClock clock = new StartClock(system::get);

    @Test
    void untilTheStartIsOver_timePassesFaster_thenEvenly_andNeverBack() {
        assertThat(clock.nanoseconds()).isEqualTo(-1_000);
        system.addAndGet(10);
        long starting = clock.nanoseconds();
        assertThat(starting).isEqualTo(-1_000 + 10 * StartClock.SPEED);
        clock.started();
        assertThat(clock.nanoseconds()).isEqualTo(starting);
        system.addAndGet(7);
        assertThat(clock.nanoseconds()).isEqualTo(starting + 7);
    }
}
