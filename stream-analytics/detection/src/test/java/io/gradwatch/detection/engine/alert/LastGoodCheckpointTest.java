package io.gradwatch.detection.engine.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.gradwatch.detection.engine.Admission;
import io.gradwatch.detection.engine.state.CheckpointTrail;
import io.gradwatch.detection.testkit.Snapshots;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.NoticeLevel;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.SavedCheckpoint;
import io.gradwatch.schema.Severity;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastGoodCheckpointTest {

    private static final long MINUTE = 60_000;

    private final TestRun run = TestRun.ofAll();

    @Test
    void newestFromBeforeTheOnset_isToldWithItsTime() {
        run.timeMillis = 100 * MINUTE;
        steps(0, 500).save(500, "ckpt/500.pt");
        steps(500, 1000);
        run.send(new CheckpointSaved(1000L, "ckpt/1000.pt", 4096L, Map.of("val/loss", 0.25)));
        steps(1000, 1312);
        run.timeMillis = 112 * MINUTE;
        run.step(1312, Double.NaN);

        Alert alert = run.alerts().get(0);
        assertThat(alert.getLastGoodCheckpoint())
                .isEqualTo(
                        new SavedCheckpoint(0, 1000L, "ckpt/1000.pt", 100 * MINUTE, 4096L, Map.of("val/loss", 0.25)));
        assertThat(alert.getSuspectCheckpoints()).isZero();
    }

    @Test
    void checkpointThatNoStepShowedToBeGood_isSuspect() {
        steps(0, 10).save(10, "10").steps(10, 20).save(20, "20");
        run.step(20, Double.NaN);

        assertThat(told()).isEqualTo("10 and 1 suspect");
    }

    @Test
    void checkpointOfAFault_isSuspect_alsoForTheCrashThatFollows() {
        steps(0, 10).save(10, "10").steps(10, 20);
        run.step(20, Double.NaN);
        save(21, "21");
        run.step(21, Double.NaN).end(Outcome.FAILED);

        assertThat(run.alerts())
                .extracting(Alert::getAlertClass, Alert::getState, LastGoodCheckpointTest::words)
                .contains(
                        tuple("nan", AlertState.FIRING, "10 and 0 suspect"),
                        tuple("nan", AlertState.UNRECOVERED, "10 and 1 suspect"),
                        tuple("crashed", AlertState.FIRING, "10 and 1 suspect"));
    }

    @Test
    void crash_tellsTheNewest_alsoWithoutAStepAfterIt() {
        steps(0, 10).save(10, "10");
        run.end(Outcome.FAILED);

        assertThat(told()).isEqualTo("10 and 0 suspect");
    }

    @Test
    void checkpointThatIsOverwrittenDuringTheFault_isGoodNoMore() {
        steps(0, 10).save(10, "last.pt").steps(10, 20);
        run.step(20, Double.NaN);
        save(21, "last.pt");
        run.step(21, Double.NaN).end(Outcome.FAILED);

        Alert crash = run.alerts().get(run.alerts().size() - 1);
        assertThat(crash.getAlertClass()).isEqualTo("crashed");
        assertThat(words(crash)).isEqualTo("none and 1 suspect");
    }

    @Test
    void laterAttempt_isToldTheCheckpointOfTheEarlierOne() {
        steps(0, 10).save(10, "10").steps(10, 15);
        run.attempt = 1;
        run.session = 2;
        steps(10, 18);
        run.step(18, Double.NaN);

        Alert alert = run.firing().get(0);
        assertThat(alert.getAttempt()).isEqualTo(1);
        assertThat(alert.getLastGoodCheckpoint().getAttempt()).isZero();
        assertThat(words(alert)).isEqualTo("10 and 0 suspect");
    }

    @Test
    void stepsThatGoBack_showNothingOfACheckpoint() {
        steps(0, 10).save(10, "10").steps(10, 20).save(20, "20");
        steps(10, 25);
        run.step(25, Double.NaN);

        assertThat(told()).isEqualTo("10 and 1 suspect");
    }

    @Test
    void otherRanks_saveNothing_andShowNothing() {
        steps(0, 10).save(10, "10");
        run.rank = 1;
        run.session = 2;
        steps(0, 11).save(10, "10.rank1");
        run.rank = 0;
        run.session = 1;
        run.step(10, Double.NaN);

        assertThat(told()).isEqualTo("none and 1 suspect");
    }

    @Test
    void goodCheckpoint_outlastsThoseOfAFault_andTheTrailIsBounded() {
        steps(0, 10).save(10, "good").steps(10, 20);
        run.step(20, Double.NaN);
        IntStream.range(21, 60).forEach(step -> {
            save(step, "bad " + step);
            run.step(step, Double.NaN);
        });
        run.end(Outcome.FAILED);

        assertThat(run.state.checkpoints.kept).hasSize(CheckpointTrail.MOST);
        assertThat(words(run.alerts().get(run.alerts().size() - 1))).isEqualTo("good and 15 suspect");
    }

    @Test
    void alertWithoutAHealthyPast_tellsNone() {
        steps(0, 10).save(10, "10").steps(10, 20);
        run.send(new Notice("disk", "3 % left", NoticeLevel.WARNING, 20L));

        assertThat(told()).isEqualTo("none and 0 suspect");
    }

    @Test
    void overfitting_tellsTheCheckpointAtItsOnset() {
        steps(0, 10).save(10, "best").steps(10, 20).save(20, "later");
        Alert alert = alert("overfitting", 9);

        LastGoodCheckpoint.tell(run.state, alert);

        assertThat(words(alert)).isEqualTo("best and 1 suspect");
        assertThat(run.state.checkpoints.kept).noneMatch(checkpoint -> checkpoint.suspect);
    }

    @Test
    void pathFromAJob_isBoundedAndPrintable_andMustBeThere() {
        save(1, "a\u202eb\n" + "x".repeat(5000));
        assertThat(run.state.checkpoints.kept.get(0).path).startsWith("a b x").hasSizeLessThan(1_100);

        save(1, "a\u202eb\n" + "x".repeat(4_999) + "y");
        assertThat(run.state.checkpoints.kept).as("another path").hasSize(2);

        save(1, " ");
        assertThat(run.last.kind()).isEqualTo(Admission.Kind.REFUSED);
    }

    @Test
    void checkpoints_surviveASnapshot() {
        steps(0, 10).save(10, "10").steps(10, 12);
        Snapshots.restart(run, TestRun.DETECTORS);
        run.step(12, Double.NaN);

        assertThat(told()).isEqualTo("10 and 0 suspect");
    }

    private static Alert alert(String alertClass, long onset) {
        return Alert.newBuilder()
                .setId("a")
                .setDetector("d")
                .setAlertClass(alertClass)
                .setSeverity(Severity.CRITICAL)
                .setState(AlertState.FIRING)
                .setRunId("run-1")
                .setOnsetStep(onset)
                .setRaisedStep(onset)
                .setRaisedTimeMillis(0)
                .setSummary("")
                .build();
    }

    private LastGoodCheckpointTest steps(long from, long until) {
        for (long step = from; step < until; step++) {
            run.step(step, 1.0 / (1 + step) + 0.01 * (step % 7));
        }
        return this;
    }

    private LastGoodCheckpointTest save(long step, String path) {
        run.send(new CheckpointSaved(step, path, null, Map.of()));
        return this;
    }

    private String told() {
        return words(run.firing().get(0));
    }

    private static String words(Alert alert) {
        SavedCheckpoint good = alert.getLastGoodCheckpoint();
        return (good == null ? "none" : good.getPath()) + " and " + alert.getSuspectCheckpoints() + " suspect";
    }
}
