package io.gradwatch.detection.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.ProgressRuns;
import io.gradwatch.detection.testkit.Snapshots;
import io.gradwatch.detection.testkit.TestRun;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class StragglerRankDetectorTest {

    private final TestRun run = TestRun.of("straggler-rank");
    private final Random random = new Random(1);

    @Test
    void slowerOfTwoRanks_isNamed() {
        rounds(200, 2, 0.05, rank -> rank == 0 ? 200 : 100);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getRank()).isZero();
    }

    @Test
    void oneOfEight_isNamed_andResolvedWhenItIsFastAgain() {
        rounds(100, 8, 0.05, rank -> 100);
        rounds(100, 8, 0.05, rank -> rank == 5 ? 160 : 100);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getRank()).isEqualTo(5);
        rounds(100, 8, 0.05, rank -> 100);
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void noisyRanks_slowJobs_andOneRank_stayQuiet() {
        rounds(1000, 8, 0.4, rank -> 100);
        rounds(200, 8, 0.1, rank -> 500);
        rounds(1000, 1, 0.1, rank -> 100);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void waitingForData_doesNotCount() {
        for (int i = 0; i < 300; i++) {
            long step = i;
            ProgressRuns.round(
                    run, 4, rank -> ProgressRuns.timed(step, rank == 1 ? 300 : 100, rank == 1 ? 200.0 : 0.0));
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void rankThatNoLongerSends_isNotCompared() {
        rounds(100, 4, 0.05, rank -> 100);
        rounds(30, 4, 0.05, rank -> rank == 3 ? 300 : 100);
        rounds(300, 3, 0.05, rank -> 100);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void thousandsOfRanks_takeBytesEach_andHugeNumbersNone() {
        RankLevels levels = new RankLevels();
        for (int round = 0; round < 30; round++) {
            for (int rank = 0; rank < RankLevels.MOST + 100; rank++) {
                if (levels.add(rank, rank == 7 ? 300 : 100)) {
                    levels.compare(Math.log(1.5), Double.POSITIVE_INFINITY, round);
                }
            }
            levels.add(Integer.MAX_VALUE, 100);
        }
        assertThat(levels.away[7]).isGreaterThan(5);
        assertThat(levels.factor(7)).isGreaterThan(2.9);
        assertThat(Snapshots.bytes(RankLevels.class, levels)).hasSizeLessThan(30 * RankLevels.MOST);
    }

    private void rounds(int times, int ranks, double noise, IntToDoubleFunction duration) {
        for (int i = 0; i < times; i++) {
            long step = run.state.lastStep + 1;
            ProgressRuns.round(run, ranks, rank -> {
                double millis = duration.applyAsDouble(rank) * Math.exp(noise * random.nextGaussian());
                return ProgressRuns.timed(step, millis, null);
            });
        }
    }
}
