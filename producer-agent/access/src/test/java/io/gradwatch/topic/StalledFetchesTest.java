package io.gradwatch.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StalledFetchesTest {

    private final StalledFetches fetches = new StalledFetches();

    @Test
    void answersThatAreNoFetches_forAMinute_areAStall() {
        assertThat(at(0, 10, 20)).isFalse();
        for (int second = 10; second < 60; second += 10) {
            assertThat(at(second, 10, 20 + second)).as("after %s s", second).isFalse();
        }
        assertThat(at(60, 10, 90)).isTrue();
    }

    @Test
    void fetch_beginsTheMinuteAnew() {
        at(0, 10, 20);
        at(50, 11, 30);
        for (int second = 60; second < 110; second += 10) {
            assertThat(at(second, 11, second)).as("after %s s", second).isFalse();
        }
    }

    @Test
    void brokerThatIsAway_orJustBack_isNoStall() {
        at(0, 10, 20);
        assertThat(at(600, 10, 20)).isFalse();
        assertThat(at(610, 10, 21)).isFalse();
        assertThat(at(611, 10, 22)).isFalse();
        assertThat(at(612, 11, 23)).isFalse();
        assertThat(at(613, 11, 24)).isFalse();
    }

    private boolean at(int second, int fetched, int answers) {
        return fetches.isStalled(fetched, answers, TimeUnit.SECONDS.toNanos(second));
    }
}
