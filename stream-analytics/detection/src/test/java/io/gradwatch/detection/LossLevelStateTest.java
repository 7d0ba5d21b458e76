package io.gradwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.testkit.Snapshots;
import io.gradwatch.detection.testkit.TestRun;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** State of a run whose losses, gradient norms and validation losses are judged, of any length. */
class LossLevelStateTest {

    private static final int MOST_BYTES = 12_288;
    private static final List<String> LOSS_LEVEL = List.of(
            "chance-level",
            "diverging-loss",
            "exploding-gradient",
            "learning-rate",
            "level-shift",
            "loss-spike",
            "no-generalisation",
            "non-finite",
            "oscillating-error",
            "plateau",
            "stalled-loss",
            "train-validation-gap",
            "vanished-gradient");

    @Test
    void stateOfAllTogether_isBelowTwelveKilobytes() {
        List<Detector<?>> detectors = TestRun.DETECTORS.stream()
                .filter(detector -> LOSS_LEVEL.contains(detector.spec().id()))
                .toList();
        TestRun run = new TestRun(detectors);
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            run.step(i, Math.exp(0.1 * random.nextGaussian()), Math.exp(0.1 * random.nextGaussian()));
            if (i % 10 == 0) {
                run.evaluation(i, Math.exp(0.1 * random.nextGaussian()));
            }
        }
        int bytes = Snapshots.bytes(RunCurves.class, run.state.curves).length;
        for (Detector<?> detector : detectors) {
            bytes += bytes(run, detector);
        }
        assertThat(detectors).hasSize(LOSS_LEVEL.size());
        assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
    }

    private static <S> int bytes(TestRun run, Detector<S> detector) {
        S state = run.stateOf(detector);
        return Snapshots.bytes(detector.stateType(), state == null ? detector.newState() : state).length;
    }
}
