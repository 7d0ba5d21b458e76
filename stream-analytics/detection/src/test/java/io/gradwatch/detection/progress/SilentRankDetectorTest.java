package io.gradwatch.detection.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.ProgressRuns;
import io.gradwatch.detection.testkit.Snapshots;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Outcome;
import org.junit.jupiter.api.Test;

class SilentRankDetectorTest {

    private final TestRun run = TestRun.of("silent-rank");

    SilentRankDetectorTest() {
        run.timeMillis = 1_000_000;
    }

    @Test
    void oneOfFour_isMissedAfterSixHeartbeats_andIsBackWithItsNextRecord() {
        rounds(10, 4, -1);
        rounds(59, 4, 2);
        assertThat(run.alerts()).isEmpty();
        rounds(3, 4, 2);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getRank()).isEqualTo(2);
        rounds(3, 4, -1);
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void speakerItself_isMissedToo() {
        rounds(10, 4, -1);
        rounds(70, 4, 0);
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getRank()).isZero();
    }

    @Test
    void outageOfAll_isNoSilenceOfOne() {
        rounds(10, 4, -1);
        run.timeMillis += 3_600_000;
        rounds(10, 4, -1);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void rankThatEnded_isNotMissed() {
        rounds(10, 4, -1);
        ProgressRuns.as(run, 3).end(Outcome.FINISHED);
        rounds(100, 3, -1);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void logWithoutTime_andOneRank_areNotJudged() {
        rounds(500, 1, -1);
        TestRun timeless = TestRun.of("silent-rank");
        ProgressRuns.round(timeless, 4, rank -> TestRun.stepOf(0, 1.0, null));
        for (int i = 1; i < 500; i++) {
            ProgressRuns.as(timeless, 0).step(i, 1.0);
        }
        assertThat(run.alerts()).isEmpty();
        assertThat(timeless.alerts()).isEmpty();
    }

    @Test
    void thousandsOfRanks_takeSixteenBytesEach() {
        RankVoices voices = new RankVoices();
        for (int rank = 0; rank < RankLevels.MOST + 100; rank++) {
            voices.take(rank, 0, 1_000_000, 10_000);
        }
        voices.take(Integer.MAX_VALUE, 0, 1_000_000, 10_000);
        assertThat(voices.ranks).isEqualTo(RankLevels.MOST);
        assertThat(Snapshots.bytes(RankVoices.class, voices)).hasSizeLessThan(17 * RankLevels.MOST);
    }

    private void rounds(int times, int ranks, int silent) {
        for (int i = 0; i < times; i++) {
            run.pass(1000);
            ProgressRuns.round(run, ranks, rank -> rank == silent ? null : TestRun.stepOf(run.timeMillis, 1.0, null));
        }
    }
}
