package io.gradwatch.detection.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.detection.engine.state.PrintableText;
import io.gradwatch.detection.engine.state.ResultCurve;
import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunReference;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentRunsTest {

    private final RecentRuns runs = new RecentRuns();

    @Test
    void lastEightOfAProject_areKept_inWhateverOrderTheyAreTold() throws Exception {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(1));
        List<String> forgotten = new ArrayList<>();
        for (int i : order) {
            forgotten.addAll(runs.take(record("run-" + i, "p", i)));
        }
        assertThat(runs.ofProject("p"))
                .extracting(RunReference::getRunId)
                .containsExactly("run-22", "run-23", "run-24", "run-25", "run-26", "run-27", "run-28", "run-29");
        assertThat(forgotten).hasSize(22).doesNotHaveDuplicates();
        assertThat(runs.ofRun("run-21")).isEmpty();
        assertThat(runs.ofRun("run-22")).isPresent();
    }

    @Test
    void sameRunAgain_replacesItself_alsoInAnotherProject() throws Exception {
        runs.take(record("run", "p", 1));
        runs.take(record("run", "p", 1));
        assertThat(runs.ofProject("p")).hasSize(1);
        runs.take(record("run", "q", 2));
        assertThat(runs.ofProject("p")).isEmpty();
        assertThat(runs.ofProject("q")).hasSize(1);
        runs.forget("run");
        runs.forget("never known");
        assertThat(runs.ofProject("q")).isEmpty();
        assertThat(runs.ofRun("run")).isEmpty();
    }

    @Test
    void beyondTheMostProjects_theOneWhoseLastRunEndedFirst_isForgotten() throws Exception {
        for (int i = 0; i < RecentRuns.PROJECTS; i++) {
            runs.take(record("run-" + i, "p" + i, i));
        }
        runs.take(record("late", "p0", 1000));
        List<String> forgotten = runs.take(record("new", "new", 2000));
        assertThat(forgotten).containsExactly("run-1");
        assertThat(runs.ofProject("p0")).hasSize(2);
        assertThat(runs.ofProject("p1")).isEmpty();
        assertThat(runs.ofProject("new")).hasSize(1);
    }

    @Test
    void whatIsNoReference_orTooLong_isRefused() {
        assertThatThrownBy(() -> runs.take(new byte[] {1, 2, 3})).isInstanceOf(UnreadableRecordException.class);
        byte[] huge = Topics.REFERENCES.codec().encode(new RunReference("r", "p", "x".repeat(9000), 1L, List.of()));
        assertThatThrownBy(() -> runs.take(huge))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("more than the limit of 8192");
        assertThat(runs.ofProject("p")).isEmpty();
    }

    @Test
    void longestRecordThatARunCanMake_isTaken() throws Exception {
        String longest = "\u20ac".repeat(PrintableText.NAME_CHARACTERS);
        List<Double> points = Collections.nCopies(ResultCurve.MOST_POINTS, 0.1);
        List<ReferenceCurve> curves = new ArrayList<>();
        for (CurveSignal signal :
                List.of(CurveSignal.TRAINING_LOSS, CurveSignal.VALIDATION_LOSS, CurveSignal.VALIDATION_ACCURACY)) {
            curves.add(new ReferenceCurve(longest, signal, CurveAxis.STEP, points, points));
        }
        byte[] record = Topics.REFERENCES.codec().encode(new RunReference(longest, longest, longest, 1L, curves));
        assertThat(runs.take(record)).isEmpty();
        assertThat(runs.ofRun(longest)).isPresent();
    }

    private static byte[] record(String runId, String project, long ended) {
        return Topics.REFERENCES.codec().encode(new RunReference(runId, project, "", ended, List.of()));
    }
}
