package io.gradwatch.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.detection.engine.Admission.Kind;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.state.PrintableText;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Pulse;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DetectionEngineTest {

    private final TestRun run = TestRun.ofAll();

    @Test
    void nanLoss_firesOnce_andIsUnrecoveredWhenTheRunEnds() {
        run.step(0, 1.0).step(1, Double.NaN).step(2, Double.NaN).end(Outcome.STOPPED);

        assertThat(run.alerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.UNRECOVERED);
        assertThat(run.alerts()).extracting(Alert::getRevision).containsExactly(0, 1);
        assertThat(run.alerts())
                .extracting(Alert::getId)
                .containsOnly(run.alerts().get(0).getId());
        assertThat(run.alerts().get(1).getResolution()).isEqualTo(Resolution.RUN_ENDED);
        assertThat(run.alerts().get(0).getRaisedStep()).isEqualTo(1);
    }

    @Test
    void ids_areTheSameInAReplay_andReadable() {
        TestRun again = TestRun.ofAll().step(0, Double.NaN);
        run.step(0, Double.NaN);

        assertThat(run.alerts().get(0).getId())
                .isEqualTo(again.alerts().get(0).getId())
                .matches("run-1/a0/non-finite/0/[0-9a-f]{16}");
    }

    @Test
    void higherAttempt_resolvesAndBeginsAnew_lowerOneIsStale() {
        run.step(5, Double.NaN);
        run.attempt = 1;
        run.session = 2;
        run.step(0, 1.0);
        assertThat(run.alerts().get(1).getResolution()).isEqualTo(Resolution.NEW_ATTEMPT);

        run.attempt = 0;
        run.session = 1;
        run.step(6, Double.NaN);
        assertThat(run.last.kind()).isEqualTo(Kind.STALE);
        assertThat(run.last.reason()).isEqualTo("attempt 0 was superseded by attempt 1");
        assertThat(run.alerts()).hasSize(2);
        assertThat(run.state.stale).isEqualTo(1);
    }

    @Test
    void repeatedSequence_isADuplicate() {
        run.step(0, 1.0).send(TestRun.stepOf(1, Double.NaN, null), 0);

        assertThat(run.last).isEqualTo(Admission.DUPLICATE);
        assertThat(run.alerts()).isEmpty();
        assertThat(run.state.duplicates).isEqualTo(1);
    }

    @Test
    void secondSession_isRefusedWhileTheFirstSpeaks_andTakesOverAfterItsSilence() {
        run.timeMillis = 1_000_000;
        RunStarted started = TestRun.startedOf("digits");
        started.setHeartbeatIntervalMillis(2000);
        run.started(started).step(0, 1.0);
        run.session = 2;
        run.step(0, Double.NaN);
        assertThat(run.last.kind()).isEqualTo(Kind.REFUSED);
        assertThat(run.last.reason()).contains("session 2 claims rank 0 of attempt 0");

        run.pass(9_000).step(1, Double.NaN);
        assertThat(run.last.kind()).isEqualTo(Kind.REFUSED);
        run.pass(2_000).step(2, 1.0);
        assertThat(run.last).isEqualTo(Admission.ACCEPTED);
        assertThat(run.alerts()).extracting(Alert::getDetector).containsExactly("silent-run", "silent-run");
        assertThat(run.alerts().get(1).getResolution()).isEqualTo(Resolution.NEW_ATTEMPT);
    }

    @Test
    void secondSessionAfterTheEnd_beginsAnew_andItsAlertsHaveNewIds() {
        run.step(0, Double.NaN).end(Outcome.FINISHED);
        run.session = 2;
        run.step(0, Double.NaN);

        assertThat(run.firing()).hasSize(2).extracting(Alert::getId).doesNotHaveDuplicates();
    }

    @Test
    void stepThatRepeats_isNotShownToTheDetectors() {
        run.step(7, 1.0).step(7, Double.NaN).step(6, Double.NaN);

        assertThat(run.last).isEqualTo(Admission.ACCEPTED);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void stepThatGoesBack_beginsAnew() {
        run.step(7, Double.NaN).step(2, 1.0);

        assertThat(run.alerts().get(1).getResolution()).isEqualTo(Resolution.NEW_ATTEMPT);
        assertThat(run.state.restarts).isEqualTo(1);
        assertThat(run.state.lastStep).isEqualTo(2);
    }

    @Test
    void otherRank_isSeenByDetectorsOfAllRanksOnly() {
        run.step(0, 1.0);
        run.rank = 3;
        run.session = 9;
        run.step(0, Double.NaN);

        assertThat(run.alerts())
                .hasSize(1)
                .allSatisfy(alert -> assertThat(alert.getRank()).isEqualTo(3));
        assertThat(run.state.speaker).isZero();
    }

    @Test
    void recordsBeforeRunStarted_count_andItFillsInTheNames() {
        run.step(0, 1.0).started(TestRun.startedOf("digits")).step(1, Double.NaN);

        assertThat(run.alerts().get(0).getRunName()).isEqualTo("digits");
    }

    @Test
    void failedRun_staysOpenUntilTheRunIsForgotten() {
        run.timeMillis = 1_000_000;
        run.step(0, Double.NaN).send(new RunEnded(Outcome.OUT_OF_MEMORY, "CudaError", "out of memory", 0L, 0L));
        assertThat(run.alerts())
                .extracting(Alert::getDetector, Alert::getState)
                .containsExactly(
                        tuple("non-finite", AlertState.FIRING),
                        tuple("non-finite", AlertState.UNRECOVERED),
                        tuple("failed-run", AlertState.FIRING));

        run.pass(3_600_000);
        assertThat(run.alerts()).hasSize(4);
        assertThat(run.engine().expired(run.state, run.timeMillis)).isTrue();
    }

    @Test
    void afterItsEnd_aSessionIsStale_andSilenceIsNone() {
        run.timeMillis = 1_000_000;
        RunStarted started = TestRun.startedOf("digits");
        started.setHeartbeatIntervalMillis(2000);
        run.started(started).end(Outcome.FINISHED).pass(60_000).step(3, Double.NaN);

        assertThat(run.last.kind()).isEqualTo(Kind.STALE);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void silenceThatNoTimerTold_isToldByTheNextRecord_atTheTimeItWasDue() {
        run.timeMillis = 1_000_000;
        RunStarted started = TestRun.startedOf("digits");
        started.setHeartbeatIntervalMillis(2000);
        run.started(started).step(0, 1.0);
        run.timeMillis = 1_500_000;
        run.step(1, 1.0);

        assertThat(run.alerts()).extracting(Alert::getRaisedTimeMillis).containsExactly(1_010_000L, 1_500_000L);
    }

    @Test
    void hostileText_isBoundedAndPrintable() {
        RunStarted started = TestRun.startedOf("x".repeat(10_000_000));
        started.setProject("<script>\u0000\u202Ealert(1)\n</script>");
        run.started(started).step(0, Double.NaN);

        Alert alert = run.alerts().get(0);
        assertThat(alert.getRunName())
                .hasSizeLessThanOrEqualTo(PrintableText.NAME_CHARACTERS)
                .endsWith("…");
        assertThat(alert.getProject()).isEqualTo("<script> alert(1) </script>");
    }

    @Test
    void malformedRecords_areRefusedWithTheReason() {
        assertThat(run.step(-1, 1.0).last.reason()).isEqualTo("step -1 must be 0 or more");
        assertThat(run.send(new Pulse()).last.reason()).isEqualTo("it holds no event of a run");
        run.runId = " ";
        assertThat(run.step(0, 1.0).last.reason()).isEqualTo("the run id is empty");
        run.runId = "a".repeat(201);
        assertThat(run.step(0, 1.0).last.reason()).isEqualTo("the run id has 201 characters, more than 200");
        run.runId = "run\u0007";
        assertThat(run.step(0, 1.0).last.reason()).isEqualTo("the run id holds characters that are not printable");
        assertThat(run.state.refused).isEqualTo(5);
    }

    @Test
    void abstentions_nameWhatIsMissing() {
        run.step(0, 1.0);

        assertThat(run.engine().abstaining(run.state))
                .containsEntry("silent-run", Set.of(Signal.LOG_TIME))
                .containsEntry("train-validation-gap", Set.of(Signal.EVALUATION_LOSS))
                .doesNotContainKeys("non-finite", "exploding-gradient", "failed-run");
    }

    @Test
    void settings_switchDetectorsOff_andSetTheirKeys() throws ConfigurationException {
        String yaml = "detectors:\n  non-finite:\n    enabled: false\n  silent-run:\n    floor-seconds: 5\n";
        DetectorSettings settings = Configuration.parse(yaml, "test", Map.of())
                .read(root -> DetectorSettings.read(root.section("detectors"), TestRun.DETECTORS));

        assertThat(settings.disabled()).containsExactly("non-finite");
        assertThat(settings.of("silent-run")).containsEntry("floor-seconds", 5.0);
    }
}
