package io.gradwatch.detection.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlateauDetectorTest {

    private static final int STEPS = 100_000;

    private final TestRun run = TestRun.of("plateau");
    private final Random random = new Random(1);

    @Test
    void longRunThatLearntWithinItsFirstBlock_isNoPlateau() {
        feed(4);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void longRunThatIsWhereItBegan_isOne() {
        feed(0);
        assertThat(run.alerts()).hasSize(1);
    }

    /** @param above how far above its last level the loss begins */
    private void feed(double above) {
        for (int i = 0; i < STEPS; i++) {
            run.step(i, 1 + above * Math.exp(-i / 20.0) + 0.05 * random.nextGaussian());
        }
    }
}
