package io.gradwatch.detection.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.ProgressRuns;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Step;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThroughputDropDetectorTest {

    private final TestRun run = TestRun.of("throughput-drop");
    private final Random random = new Random(1);

    @Test
    void halfAsFastForAHundredSteps_fires_andResolves() {
        steps(400, 100, 0.1);
        steps(99, 200, 0.1);
        assertThat(run.alerts()).isEmpty();
        steps(1, 200, 0.1);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getOnsetStep()).isEqualTo(400);
        steps(100, 100, 0.1);
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void slowerByLessThanHalf_orForAShortWhile_staysQuiet() {
        steps(400, 100, 0.1);
        steps(500, 135, 0.05);
        steps(80, 300, 0.1);
        steps(500, 135, 0.05);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void durationsThatVaryByAFactorOfFour_stayQuiet() {
        steps(5000, 100, 0.7);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void slowFirstSteps_andSavesEveryTenSteps_stayQuiet() {
        steps(20, 20_000, 0.1);
        for (int i = 0; i < 200; i++) {
            steps(9, 100, 0.1);
            steps(1, 5000, 0.1);
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void largerBatchesAndLongerSequences_areNoSlowness() {
        for (int i = 0; i < 2000; i++) {
            Step step = ProgressRuns.timed(i, i < 1000 ? 100 : 400, null);
            step.setBatchSize(i < 1000 ? 32 : 128);
            run.send(step);
        }
        TestRun sequences = TestRun.of("throughput-drop");
        for (int i = 0; i < 2000; i++) {
            Step step = ProgressRuns.timed(i, i < 1000 ? 100 : 400, null);
            step.setBatchSize(32);
            step.setTokens(i < 1000 ? 1000L * i : 1_000_000L + 4000L * (i - 1000));
            sequences.send(step);
        }
        assertThat(run.alerts()).isEmpty();
        assertThat(sequences.alerts()).isEmpty();
    }

    @Test
    void absurdDurations_areLeftOut() {
        for (int i = 0; i < 1000; i++) {
            run.send(ProgressRuns.timed(
                    2L * i, new double[] {Double.NaN, -1, 0, Double.POSITIVE_INFINITY}[i % 4], null));
            run.send(ProgressRuns.timed(2L * i + 1, 100, null));
        }
        assertThat(run.alerts()).isEmpty();
    }

    private void steps(int times, double duration, double noise) {
        for (int i = 0; i < times; i++) {
            double millis = duration * Math.exp(noise * random.nextGaussian());
            run.send(ProgressRuns.timed(run.state.lastStep + 1, millis, null));
        }
    }
}
