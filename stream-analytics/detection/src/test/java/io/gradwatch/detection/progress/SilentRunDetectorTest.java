package io.gradwatch.detection.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunStarted;
import org.junit.jupiter.api.Test;

class SilentRunDetectorTest {

    private final TestRun run = TestRun.of("silent-run");

    @Test
    void killedJobWithHeartbeatsOfTwoSeconds_isNoticedAfterTenSeconds() {
        declared(2000);
        for (int i = 0; i < 100; i++) {
            run.step(i, 1.0).pass(100);
        }
        run.pass(9_899);
        assertThat(run.alerts()).isEmpty();
        run.pass(1);
        assertThat(run.alerts()).hasSize(1);
        run.pass(600_000);
        assertThat(run.alerts()).hasSize(1);
    }

    @Test
    void longEvaluationWithHeartbeats_isNoSilence() {
        declared(10_000);
        run.step(0, 1.0);
        for (int i = 0; i < 100; i++) {
            run.pass(10_000).heartbeat();
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void runWithoutHeartbeats_isJudgedByItsOwnRhythm() {
        run.timeMillis = 1_000_000;
        for (int i = 0; i < 50; i++) {
            run.step(i, 1.0).pass(60_000);
        }
        run.pass(200_000);
        assertThat(run.alerts()).isEmpty();
        run.pass(100_000);
        assertThat(run.alerts()).hasSize(1);
    }

    private void declared(long heartbeatMillis) {
        run.timeMillis = 1_000_000;
        RunStarted started = TestRun.startedOf("digits");
        started.setHeartbeatIntervalMillis(heartbeatMillis);
        run.started(started);
    }

    /** Run in which the failure begins and goes away. */
    static void goldenRun(TestRun run) {
        run.timeMillis = 1_000_000;
        RunStarted started = TestRun.startedOf("digits");
        started.setHeartbeatIntervalMillis(2000);
        run.started(started);
        for (int i = 0; i < 100; i++) {
            run.pass(500).step(i, 1.0);
        }
        run.pass(60_000).step(100, 1.0).pass(1000).end(Outcome.FINISHED).pass(600_000);
    }
}
