package io.gradwatch.detection.engine.reference;

import static io.gradwatch.detection.testkit.ProjectRuns.HEALTHY;
import static io.gradwatch.detection.testkit.ProjectRuns.WORSE;
import static io.gradwatch.detection.testkit.ProjectRuns.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.testkit.ComparedRuns;
import io.gradwatch.detection.testkit.ProjectRuns;
import io.gradwatch.detection.testkit.Snapshots;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.NoticeLevel;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunReference;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Topics;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs of a project one after another, as all detectors see them. */
class EarlierRunsTest {

    private final RecentRuns known = new RecentRuns();
    private long time = 1_000_000;

    @Test
    void worseThanThreeHealthyRuns_isTold_andNothingElse_withTheirNames() throws Exception {
        healthy("a", "digits");
        healthy("b", "digits");
        healthy("c", "digits");
        TestRun worse = run("d", started("d", "digits"), WORSE);
        assertThat(worse.firing()).extracting(Alert::getDetector).containsExactly("reference-gap");
        Alert alert = worse.firing().get(0);
        assertThat(alert.getSummary()).contains("3 earlier runs ('the a (a)', 'the b (b)', 'the c (c)')");
        assertThat(alert.getEvidence())
                .extracting(Evidence::getName)
                .contains(
                        "training loss of 'the a (a)'", "training loss of 'the b (b)'", "training loss of 'the c (c)'");
        assertThat(worse.engine().reference(worse.state))
                .as("a run that was alarmed on is no reference")
                .isEmpty();
    }

    @Test
    void likeThreeHealthyRuns_isNothing() throws Exception {
        healthy("a", "digits");
        healthy("b", "digits");
        healthy("c", "digits");
        assertThat(run("d", started("d", "digits"), HEALTHY).alerts()).isEmpty();
    }

    @Test
    void fewerThanThree_orAnotherProject_orNone_doNothing() throws Exception {
        healthy("a", "digits");
        healthy("b", "digits");
        healthy("c", "letters");
        for (int i = 0; i < 4; i++) {
            healthy("none-" + i, "");
        }
        assertThat(run("d", started("d", "digits"), WORSE).alerts()).isEmpty();
        assertThat(run("e", started("e", "letters"), WORSE).alerts()).isEmpty();
        assertThat(run("f", started("f", ""), WORSE).alerts()).isEmpty();
    }

    @Test
    void runThatIsNamed_isUsedAlone_inPlaceOfTheBand() throws Exception {
        healthy("a", "digits");
        healthy("b", "digits");
        healthy("c", "digits");
        healthy("lenient", "other", 0.9);
        RunStarted lenient = started("d", "digits");
        lenient.setReference("lenient");
        assertThat(run("d", lenient, WORSE).alerts()).isEmpty();

        RunStarted strict = started("e", "yet another");
        strict.setReference("a");
        assertThat(run("e", strict, WORSE).firing()).singleElement().satisfies(alert -> {
            assertThat(alert.getDetector()).isEqualTo("reference-gap");
            assertThat(alert.getSummary()).contains("where 'the a (a)' had");
        });
    }

    @Test
    void referenceThatIsNoKnownRun_leavesTheBand() throws Exception {
        healthy("a", "digits");
        healthy("b", "digits");
        healthy("c", "digits");
        RunStarted started = started("d", "digits");
        started.setReference("93.1 % of the paper");
        assertThat(run("d", started, WORSE).firing()).hasSize(1);
    }

    @Test
    void referencesThatTheRunDeclares_winOverAll() throws Exception {
        healthy("a", "digits");
        healthy("b", "digits");
        healthy("c", "digits");
        RunStarted started = started("d", "digits");
        started.setReference("a");
        started.setReferences(List.of(ComparedRuns.curve("mine", CurveSignal.TRAINING_LOSS, 9)));
        assertThat(run("d", started, WORSE).alerts()).isEmpty();
    }

    @Test
    void runThatEndedAfterTheStart_andTheRunItself_areNotCompared() throws Exception {
        healthy("a", "digits");
        healthy("b", "digits");
        healthy("d", "digits");
        time += 1000;
        long start = time;
        time += 1000;
        healthy("c", "digits");
        time = start;
        assertThat(run("d", started("d", "digits"), WORSE).alerts()).isEmpty();
    }

    @Test
    void choiceOfTheStart_staysThroughARestore_whateverIsKnownThen() throws Exception {
        healthy("a", "digits");
        healthy("b", "digits");
        healthy("c", "digits");
        TestRun first = open("d");
        first.started(started("d", "digits"));
        TestRun restored = TestRun.after(EarlierRuns.NONE);
        restored.runId = "d";
        restored.timeMillis = time;
        restored.state = Snapshots.restored(DetectionState.class, first.state);
        long sequence = 1;
        for (Object event : ProjectRuns.events(9, WORSE)) {
            first.send(event, sequence);
            restored.send(event, sequence++);
        }
        assertThat(first.firing()).hasSize(1);
        assertThat(restored.alerts()).isEqualTo(first.alerts());
        assertThat(restored.state.earlier.length).isBetween(1, 25_000);
    }

    @Test
    void whatIsNotFinished_orOnASingleBatch_isNoReference() {
        for (Outcome outcome : List.of(Outcome.FAILED, Outcome.STOPPED, Outcome.UNKNOWN)) {
            TestRun run = ProjectRuns.send(open("a"), started("a", "p"), 1, HEALTHY, outcome);
            assertThat(run.engine().reference(run.state)).as(outcome.name()).isEmpty();
        }
        RunStarted single = started("a", "p");
        single.setSingleBatch(true);
        TestRun run = TestRun.of("failed-run");
        ProjectRuns.send(run, single, 1, HEALTHY, Outcome.FINISHED);
        assertThat(run.engine().reference(run.state)).isEmpty();
    }

    @Test
    void runThatGoesOn_isNoReference() {
        TestRun run = open("a").started(started("a", "p"));
        ProjectRuns.events(1, HEALTHY).forEach(run::send);
        assertThat(run.engine().reference(run.state)).isEmpty();
    }

    @Test
    void warningOfTheJobItself_isNoAlarm() {
        TestRun run = TestRun.of("job-notice").started(started("a", "p"));
        run.send(new Notice("disk", "3 % left", NoticeLevel.WARNING, 0L));
        assertThat(run.firing()).hasSize(1);
        ProjectRuns.events(1, HEALTHY).forEach(run::send);
        run.end(Outcome.FINISHED);
        assertThat(run.engine().reference(run.state)).isPresent();
    }

    @Test
    void alarmOfAnEarlierAttempt_countsForTheWholeLife() {
        TestRun run = open("a").started(started("a", "p"));
        run.step(0, Double.NaN).step(1, Double.NaN);
        assertThat(run.firing()).isNotEmpty();
        run.attempt = 1;
        run.session = 2;
        ProjectRuns.send(run, started("a", "p"), 1, HEALTHY, Outcome.FINISHED);
        assertThat(run.engine().reference(run.state)).isEmpty();
    }

    @Test
    void sameRecordsAgain_makeTheSameReference() throws Exception {
        RunReference once = healthy("a", "digits");
        assertThat(healthy("a", "digits")).isEqualTo(once);
        assertThat(once.getCurves())
                .extracting(ReferenceCurve::getSignal)
                .containsExactly(CurveSignal.TRAINING_LOSS, CurveSignal.VALIDATION_LOSS);
        assertThat(once.getEndedAtMillis()).isEqualTo(time);
    }

    private RunReference healthy(String id, String project) throws Exception {
        return healthy(id, project, HEALTHY);
    }

    private RunReference healthy(String id, String project, double level) throws Exception {
        TestRun run = run(id, started("the " + id, project), level);
        assertThat(run.alerts()).isEmpty();
        Optional<RunReference> reached = run.engine().reference(run.state);
        known.take(Topics.REFERENCES.codec().encode(reached.orElseThrow()));
        return reached.get();
    }

    private TestRun run(String id, RunStarted started, double level) {
        return ProjectRuns.send(open(id), started, id.hashCode(), level, Outcome.FINISHED);
    }

    private TestRun open(String id) {
        TestRun run = TestRun.after(known);
        run.runId = id;
        run.timeMillis = time;
        return run;
    }
}
