package io.gradwatch.detection.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.testkit.GoldenRuns;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sentences say numbers of their evidence and contradict none of it, whatever the fault. */
class SentencesTest {

    /** Other seeds than those that judges learn from. */
    private static final String[] FAULTS = {"2", "--first-seed", "3001"};

    private static final long MOST_ROWS = 1000;
    private static final long ODD_RUNS = 60;

    static Stream<Detector<?>> detectors() {
        return TestRun.DETECTORS.stream();
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void goldenRuns_areToldWithoutContradiction(Detector<?> detector) {
        TestRun run = TestRun.of(detector.spec().id());
        GoldenRuns.of(detector.spec().id()).accept(run);
        assertThat(contradictions(run.firing())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void plantedFaults_areToldWithoutContradiction_byEachDetector(Detector<?> detector) {
        TreeSet<String> found = new TreeSet<>();
        for (PlantedFault fault : Recall.planned(Options.parse(FAULTS))) {
            if (fault.base().rows() < MOST_ROWS) {
                TestRun run = TestRun.of(detector.spec().id());
                fault.feed(telemetry -> run.send(telemetry.getEvent()));
                found.addAll(contradictions(run.firing()));
            }
        }
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void oddRuns_areToldWithoutContradiction(Detector<?> detector) {
        TreeSet<String> found = new TreeSet<>();
        for (long seed = 0; seed < ODD_RUNS; seed++) {
            TestRun run = TestRun.of(detector.spec().id());
            OddRuns.feed(seed, run);
            found.addAll(contradictions(run.firing()));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void plantedFaults_areToldWithoutContradiction_byAllTogether() {
        TreeSet<String> found = new TreeSet<>();
        for (PlantedFault fault : Recall.planned(Options.parse(FAULTS))) {
            TestRun run = TestRun.ofAllJudged();
            fault.feed(telemetry -> run.send(telemetry.getEvent()));
            found.addAll(contradictions(run.firing()));
        }
        assertThat(found).isEmpty();
    }

    private static List<String> contradictions(List<Alert> alerts) {
        List<String> found = new ArrayList<>();
        alerts.forEach(alert -> found.addAll(Contradictions.of(alert)));
        return found;
    }
}
