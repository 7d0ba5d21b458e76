package io.gradwatch.alerting.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {

    @Test
    void wait_doublesUpToTheMostWithJitter() {
        BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(3));

        for (int failures = 1; failures < 100; failures++) {
            long longest = failures > 9 ? 300_000 : 1_000L << (failures - 1);
            assertThat(backOff.after(failures).toMillis()).isBetween(longest / 2, longest);
        }
        assertThat(backOff.after(Integer.MAX_VALUE)).isLessThanOrEqualTo(Duration.ofMinutes(5));
    }
}
