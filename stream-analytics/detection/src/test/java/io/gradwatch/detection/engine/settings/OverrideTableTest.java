package io.gradwatch.detection.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.detection.engine.reference.EarlierRuns;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.testkit.ProjectRuns;
import io.gradwatch.detection.testkit.Snapshots;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.DetectorOverrides;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A loss that stands still from its 10th value on, which {@code stalled-loss} calls after 8 repeats by default. */
class OverrideTableTest {

    private static final String REPEATS = "stalled-loss.repeats";

    private final OverrideTable told = new OverrideTable();

    @Test
    void withoutSettings_theConfiguredOnesHold() {
        assertThat(firstAlert(run("a", "p"))).isEqualTo(17);
    }

    @Test
    void settingsOfTheProject_holdForItsRuns_andThoseOfARunGoBefore() throws Exception {
        set(OverrideTable.ofProject("p"), Map.of(REPEATS, 4.0));
        set(OverrideTable.ofRun("b"), Map.of(REPEATS, 20.0));
        assertThat(firstAlert(run("a", "p"))).isEqualTo(13);
        assertThat(firstAlert(run("b", "p"))).isEqualTo(29);
        assertThat(firstAlert(run("c", "another"))).isEqualTo(17);
        assertThat(firstAlert(run("d", ""))).isEqualTo(17);
    }

    @Test
    void removedSettings_holdNoLonger() throws Exception {
        set(OverrideTable.ofProject("p"), Map.of(REPEATS, 4.0));
        told.forget(OverrideTable.ofProject("p"));
        assertThat(firstAlert(run("a", "p"))).isEqualTo(17);
    }

    @Test
    void changeInMidRun_holdsFromTheNextEventOn() throws Exception {
        TestRun run = run("a", "p");
        still(run, 0, 13);
        assertThat(run.alerts()).isEmpty();
        set(OverrideTable.ofRun("a"), Map.of(REPEATS, 2.0));
        still(run, 13, 14);
        assertThat(run.firing()).extracting(Alert::getRaisedStep).containsExactly(13L);
    }

    @Test
    void switchedOff_seesNothing_andWhatItSawIsNotSaidToBeRecovered() throws Exception {
        TestRun run = run("a", "p");
        still(run, 0, 20);
        assertThat(run.alerts()).hasSize(1);
        told.take(OverrideTable.ofRun("a"), encoded(Map.of(), List.of("stalled-loss")));
        still(run, 20, 60);
        assertThat(run.alerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.UNRECOVERED);
        assertThat(run.alerts().get(1).getResolution()).isEqualTo(Resolution.SWITCHED_OFF);
        assertThat(run.alerts().get(1).getRaisedStep()).isEqualTo(19);
    }

    @Test
    void silence_isToldByTheSettingsOfTheRun_alsoAfterARestore() throws Exception {
        set(OverrideTable.ofRun("a"), Map.of("silent-run.floor-seconds", 300.0));
        TestRun run = timed();
        run.started(ProjectRuns.started("a", "p"));
        run.pass(200_000);
        assertThat(run.alerts()).isEmpty();
        run.state = Snapshots.restored(DetectionState.class, run.state);
        run.pass(50_000);
        assertThat(run.alerts()).isEmpty();
        run.pass(60_000);
        assertThat(run.firing()).extracting(Alert::getDetector).containsExactly("silent-run");
    }

    @Test
    void onlyWhatTheCatalogueHas_canBeSet() {
        assertThat(OverrideTable.wrong(overrides("stalled-loss.repeats", 3), TestRun.DETECTORS))
                .isNull();
        assertThat(OverrideTable.wrong(overrides("stalled-loss.repeat", 3), TestRun.DETECTORS))
                .isEqualTo("no setting is called 'stalled-loss.repeat'");
        assertThat(OverrideTable.wrong(overrides("stalled-loss.repeats", 1), TestRun.DETECTORS))
                .isEqualTo("stalled-loss.repeats was '1.0' but must be a number from 2.0 to 1000000.0");
        assertThat(OverrideTable.wrong(overrides("stalled-loss.repeats", Double.NaN), TestRun.DETECTORS))
                .contains("was 'NaN'");
    }

    @Test
    void keysBeyondTheMost_areLeftOut_butKnownOnesCanChange() throws Exception {
        for (int i = 0; i < OverrideTable.MOST_KEYS; i++) {
            assertThat(told.take(OverrideTable.ofRun("run-" + i), encoded(Map.of(REPEATS, 4.0), List.of())))
                    .isTrue();
        }
        assertThat(told.take(OverrideTable.ofRun("more"), encoded(Map.of(REPEATS, 4.0), List.of())))
                .isFalse();
        assertThat(told.take(OverrideTable.ofRun("run-0"), encoded(Map.of(REPEATS, 5.0), List.of())))
                .isTrue();
        assertThatThrownBy(() -> told.take(OverrideTable.ofRun("run-0"), new byte[9000]))
                .isInstanceOf(UnreadableRecordException.class);
    }

    private TestRun run(String id, String project) {
        TestRun run = new TestRun(only("stalled-loss"), EarlierRuns.NONE, told);
        run.runId = id;
        return run.started(ProjectRuns.started(id, project));
    }

    private TestRun timed() {
        TestRun run = new TestRun(only("silent-run"), EarlierRuns.NONE, told);
        run.runId = "a";
        run.timeMillis = 1_000_000;
        return run;
    }

    private static List<Detector<?>> only(String id) {
        return TestRun.DETECTORS.stream()
                .filter(detector -> detector.spec().id().equals(id))
                .toList();
    }

    private static long firstAlert(TestRun run) {
        still(run, 0, 60);
        return run.firing().get(0).getRaisedStep();
    }

    private static void still(TestRun run, int from, int to) {
        for (int i = from; i < to; i++) {
            run.step(i, i < 10 ? 2.0 / (1 + i) + 0.12345 : 0.3371934);
        }
    }

    private void set(String key, Map<String, Double> values) throws Exception {
        told.take(key, encoded(values, List.of()));
    }

    private static DetectorOverrides overrides(String key, double value) {
        return new DetectorOverrides(Map.of(key, value), List.of());
    }

    private static byte[] encoded(Map<String, Double> values, List<String> disabled) {
        return Topics.SETTINGS.codec().encode(new DetectorOverrides(values, disabled));
    }
}
