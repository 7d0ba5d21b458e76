package io.gradwatch.detection.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Severity;
import org.junit.jupiter.api.Test;

class HungRunDetectorTest {

    private final TestRun run = TestRun.of("hung-run");

    HungRunDetectorTest() {
        run.timeMillis = 1_000_000;
        run.started(TestRun.startedOf("digits"));
    }

    @Test
    void tenMinutesOfHeartbeatsAlone_fire_andTwentyAreCritical() {
        steps(50, 1000);
        heartbeats(59);
        assertThat(run.alerts()).isEmpty();
        heartbeats(1);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.WARNING);
        heartbeats(60);
        assertThat(run.alerts().get(1).getSeverity()).isEqualTo(Severity.CRITICAL);
        steps(1, 1000);
        assertThat(run.alerts()).hasSize(3);
    }

    @Test
    void evaluationsOfALengthSeenBefore_areWaitedFor() {
        for (int i = 0; i < 10; i++) {
            steps(2000, 100);
            heartbeats(55 + 10 * i);
            run.evaluation(run.state.lastStep, 1.0);
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void slowSteps_areWaitedFor() {
        for (int i = 0; i < 20; i++) {
            heartbeats(30);
            steps(1, 1);
        }
        heartbeats(89);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void compilationBeforeTheFirstStep_hasHalfAnHour() {
        heartbeats(180);
        assertThat(run.alerts()).isEmpty();
        heartbeats(1);
        assertThat(run.alerts().get(0).getSummary()).contains("before its first step");
    }

    @Test
    void hostAsleep_isNoHang() {
        steps(50, 1000);
        run.timeMillis += 8 * 3_600_000L;
        heartbeats(20);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void stepsThatOnlyHeartbeatsTell_areProgress() {
        steps(50, 1000);
        for (int i = 0; i < 200; i++) {
            run.pass(10_000).send(new Heartbeat(100L + i, 0L, 0L));
        }
        assertThat(run.alerts()).isEmpty();
    }

    private void steps(int times, long millis) {
        for (int i = 0; i < times; i++) {
            run.pass(millis).step(run.state.lastStep + 1, 1.0);
        }
    }

    private void heartbeats(int times) {
        for (int i = 0; i < times; i++) {
            run.pass(10_000).heartbeat();
        }
    }
}
