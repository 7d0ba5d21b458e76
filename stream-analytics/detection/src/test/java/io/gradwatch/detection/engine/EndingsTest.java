package io.gradwatch.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.testkit.GoldenRuns;
import io.gradwatch.detection.testkit.ProjectRuns;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Split;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Endings of alerts: recovered only where the stream shows that the fault is gone. */
class EndingsTest {

    /** Whatever record comes shows that these faults are gone. */
    private static final Set<String> OF_SILENCE = Set.of("silent-run", "silent-rank", "hung-run");

    static List<Detector<?>> detectors() {
        return TestRun.DETECTORS;
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void faultWhoseSignalsBecomeNan_isNotRecovered(Detector<?> detector) {
        notRecovered(detector, step -> TestRun.stepOf(step, Double.NaN, Double.NaN));
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void faultWhoseSignalsAreSentNoMore_isNotRecovered(Detector<?> detector) {
        notRecovered(detector, step -> TestRun.stepOf(step, null, null));
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void faultBeforeAnEvaluationOfNan_isNotRecovered(Detector<?> detector) {
        notRecovered(detector, step -> TestRun.evaluationOf(step, Split.TRAIN_VAL, Double.NaN));
    }

    private static void notRecovered(Detector<?> detector, IntFunction<Object> after) {
        String id = detector.spec().id();
        if (OF_SILENCE.contains(id)) {
            return;
        }
        TestRun run = TestRun.of(id).untilAnAlert(GoldenRuns.of(id));
        assertThat(run.firing()).isNotEmpty();
        int known = run.alerts().size();
        long last = run.state.lastStep;
        for (int i = 1; i <= 600; i++) {
            run.send(after.apply((int) last + i));
        }
        run.end(Outcome.FINISHED);
        assertThat(run.alerts().subList(known, run.alerts().size()))
                .extracting(Alert::getState)
                .doesNotContain(AlertState.RECOVERED);
    }

    @Test
    void nanInTheLastRow_isUnrecovered() {
        TestRun run = TestRun.ofAll();
        for (int i = 0; i < 100; i++) {
            run.step(i, i < 99 ? 1.0 / (1 + i) : Double.NaN);
        }
        run.end(Outcome.FINISHED);
        assertThat(last(run).getAlertClass()).isEqualTo("nan");
        assertThat(last(run).getState()).isEqualTo(AlertState.UNRECOVERED);
        assertThat(last(run).getResolution()).isEqualTo(Resolution.RUN_ENDED);
    }

    @Test
    void nanThatIsGoneForLong_isRecovered_thoughTheRunEndsThen() {
        TestRun run = TestRun.of("non-finite");
        for (int i = 0; i < 100; i++) {
            run.step(i, i == 50 ? Double.NaN : 1.0);
        }
        run.end(Outcome.FINISHED);
        assertThat(run.alerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.RECOVERED);
    }

    @Test
    void nanThatIsGoneForTooShort_isUnrecovered() {
        TestRun run = TestRun.of("non-finite");
        for (int i = 0; i < 60; i++) {
            run.step(i, i == 50 ? Double.NaN : 1.0);
        }
        run.end(Outcome.FINISHED);
        assertThat(last(run).getState()).isEqualTo(AlertState.UNRECOVERED);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void alertThatEndsWithItsRun_saysHowThatEnded(Outcome outcome) {
        TestRun run = TestRun.of("non-finite").step(0, 1.0).step(1, Double.NaN).end(outcome);
        assertThat(run.alerts()).extracting(Alert::getOutcome).containsExactly(null, outcome);
    }

    @Test
    void anotherSession_endsTheAlertsOfTheOneBefore_asUnrecovered() {
        TestRun run = TestRun.of("non-finite").step(0, 1.0).step(1, Double.NaN).end(Outcome.KILLED);
        run.session = 2;
        run.step(0, 1.0);
        assertThat(run.alerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.UNRECOVERED);
        assertThat(last(run).getResolution()).isEqualTo(Resolution.RUN_ENDED);
    }

    @Test
    void goingBackToACheckpoint_endsTheAlertsBefore_asThoseOfAnAttempt() {
        TestRun run = TestRun.of("non-finite");
        for (int i = 0; i < 10; i++) {
            run.step(i, i < 9 ? 1.0 : Double.NaN);
        }
        run.step(3, 1.0);
        assertThat(last(run).getState()).isEqualTo(AlertState.UNRECOVERED);
        assertThat(last(run).getResolution()).isEqualTo(Resolution.NEW_ATTEMPT);
    }

    @Test
    void runThatIsSilentForEver_isForgottenAsUnrecovered() {
        TestRun run = TestRun.of("silent-run");
        run.timeMillis = 1_000_000;
        run.started(ProjectRuns.started("a", "p")).pass(8 * 86_400_000L);
        assertThat(last(run).getOutcome()).as("nobody knows").isNull();
        assertThat(run.alerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.UNRECOVERED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FAILED", "OUT_OF_MEMORY", "KILLED"})
    void crash_firesAtTheEnd_andStaysUntilTheRunIsForgotten(Outcome outcome) {
        TestRun run = TestRun.of("failed-run");
        run.timeMillis = 1_000_000;
        run.started(ProjectRuns.started("a", "p")).step(0, 1.0).end(outcome).pass(3_000_000);
        assertThat(run.alerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING);

        run.pass(3_600_000);
        assertThat(last(run).getState()).isEqualTo(AlertState.UNRECOVERED);
        assertThat(last(run).getResolution()).isEqualTo(Resolution.RUN_ENDED);
    }

    @Test
    void silence_isRecovered_byTheWordThatTheRunEnded() {
        assertThat(silentThen("silent-run", Outcome.FINISHED)).isEqualTo(AlertState.RECOVERED);
        assertThat(silentThen("silent-run", Outcome.FAILED)).isEqualTo(AlertState.RECOVERED);
    }

    @Test
    void hang_isRecovered_byARunThatFinishes_andNotByOneThatIsKilled() {
        assertThat(hungThen(Outcome.FINISHED)).isEqualTo(AlertState.RECOVERED);
        assertThat(hungThen(Outcome.KILLED)).isEqualTo(AlertState.UNRECOVERED);
    }

    private static AlertState silentThen(String detector, Outcome outcome) {
        TestRun run = TestRun.of(detector);
        run.timeMillis = 1_000_000;
        run.started(ProjectRuns.started("a", "p")).step(0, 1.0).pass(600_000).end(outcome);
        assertThat(run.firing()).hasSize(1);
        return last(run).getState();
    }

    private static AlertState hungThen(Outcome outcome) {
        TestRun run = TestRun.of("hung-run");
        run.timeMillis = 1_000_000;
        run.started(ProjectRuns.started("a", "p"));
        for (int i = 0; i < 20; i++) {
            run.pass(1000).step(i, 1.0);
        }
        for (int i = 0; i < 4000 && run.firing().isEmpty(); i++) {
            run.pass(1000).heartbeat();
        }
        run.end(outcome);
        return last(run).getState();
    }

    private static Alert last(TestRun run) {
        return run.alerts().get(run.alerts().size() - 1);
    }
}
