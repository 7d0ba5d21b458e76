package io.gradwatch.fleet.live.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RebalanceRetryTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void tableHandedOver_isAskedForAgainUntilSomebodyHasIt() {
        assertThat(new RebalanceRetry(loaded(2), nanos::get).answer(() -> nobodyHasIt(3)))
                .isEqualTo("answer");
        assertThat(asked).hasValue(4);
    }

    @Test
    void tableThatNobodyHasForTooLong_isUnavailable() {
        RebalanceRetry handover = new RebalanceRetry(loaded(2), nanos::get);

        // Each attempt waits for an instance that hangs.
        assertThatThrownBy(() -> handover.answer(() -> {
                    nanos.addAndGet(Duration.ofMillis(1_600).toNanos());
                    return nobodyHasIt(99);
                }))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("nobody");
        assertThat(asked).hasValue(2);
    }

    @Test
    void tablesThatStillLoad_areNotWaitedFor() {
        RebalanceRetry handover = new RebalanceRetry(loaded(1), nanos::get);

        assertThatThrownBy(() -> handover.answer(() -> nobodyHasIt(3))).isInstanceOf(UnavailableException.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void question_isAskedOnceWhereThereIsAnAnswer() {
        assertThat(new RebalanceRetry(loaded(2), nanos::get).answer(() -> nobodyHasIt(0)))
                .isEqualTo("answer");
        assertThat(asked).hasValue(1);
    }

    private String nobodyHasIt(int times) {
        if (asked.getAndIncrement() < times) {
            throw new UnavailableException("nobody");
        }
        return "answer";
    }

    /** Progress of two partitions. */
    private static TableProgress loaded(int partitions) {
        return new TableProgress(() -> OptionalInt.of(2), () -> partitions == 2 ? Set.of(0, 1) : Set.of(0), Set::of);
    }
}
