package io.gradwatch.fleet.live.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.fleet.testing.FakeFleet;
import org.junit.jupiter.api.Test;

class RatesTest {

    private static final long MINUTE = 60_000;

    private final RunRow row = FakeFleet.row().with(2, MINUTE);

    @Test
    void heardLately_isTheRateThatWasMeasured() {
        assertThat(Rates.at(row, row.lastStepMillis() + MINUTE)).isSameAs(row);
    }

    @Test
    void silentForLong_falls_andWhatIsLeftTakesLonger() {
        RunRow silent = Rates.at(row, row.lastStepMillis() + 100 * MINUTE);

        assertThat(silent.stepsPerSecond()).isCloseTo(0.02, within(1e-9));
        assertThat(silent.timeLeftMillis()).isEqualTo(100 * MINUTE);
    }

    @Test
    void slowSteps_areNoSilence() {
        RunRow slow = row.with(0.01, null);

        assertThat(Rates.at(slow, slow.lastStepMillis() + 10 * MINUTE)).isSameAs(slow);
        assertThat(Rates.at(slow, slow.lastStepMillis() + 100 * MINUTE).stepsPerSecond())
                .isLessThan(0.01);
    }
}
