package io.gradwatch.detection.engine.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.engine.settings.OverrideTable;
import io.gradwatch.detection.judge.Bars;
import io.gradwatch.detection.judge.Judge;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.judge.TreeModel;
import io.gradwatch.detection.sketch.Features;
import io.gradwatch.detection.testkit.GoldenRuns;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.DetectorOverrides;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Topics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A warning of a witness waits until the judge of its family agrees. */
class WitnessesTest {

    private final OverrideTable settings = new OverrideTable();

    @Test
    void withoutTheJudge_aWitnessIsNotTold() {
        TestRun run = TestRun.judgedBy(Judges.none(), settings);
        still(run);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void withTheJudge_itIsToldAtOnce() {
        TestRun run = TestRun.judgedBy(Judges.withBar(1e-9), settings);
        still(run);
        assertThat(run.firing()).extracting(Alert::getDetector).contains("plateau");
    }

    @Test
    void whoseThresholdSomebodyChose_isBelieved() throws Exception {
        TestRun run = TestRun.judgedBy(Judges.none(), settings);
        DetectorOverrides chosen = new DetectorOverrides(Map.of("plateau.improvement", 0.05), List.of());
        settings.take(OverrideTable.ofRun(run.runId), Topics.SETTINGS.codec().encode(chosen));
        still(run);
        assertThat(run.firing()).extracting(Alert::getDetector).containsExactly("plateau");
    }

    @Test
    void rules_doNotAskTheJudge() {
        TestRun run = TestRun.judgedBy(Judges.none(), settings);
        run.step(0, 1.0).step(1, Double.NaN);
        assertThat(run.firing()).extracting(Alert::getAlertClass).containsExactly("nan");
    }

    @Test
    void judgeWithoutAWitness_tellsInItsOwnWords_andAWitnessExplainsLater() {
        TestRun run = TestRun.ofAllJudged();
        GoldenRuns.of("standstill").accept(run);
        assertThat(run.firing())
                .extracting(Alert::getDetector)
                .startsWith("standstill")
                .contains("plateau");
        assertThat(run.firing())
                .extracting(Alert::getId)
                .containsOnly(run.firing().get(0).getId());
    }

    @Test
    void lossThatIsTheSameToTheLastDigit_isCertain() {
        TestRun run = TestRun.judgedBy(Judges.none(), settings);
        for (int step = 0; step < 40; step++) {
            run.step(step, step < 7 ? 2.0 / (1 + step) + 0.12345 : 0.3371934);
        }
        assertThat(run.firing()).extracting(Alert::getDetector).containsExactly("stalled-loss");
    }

    @Test
    void ruleThatSeesNothingAnyMore_endsNothingThatTheJudgeStillSees() {
        TestRun run = TestRun.ofAllJudgedBy(seeingAfterValues(45));
        for (int step = 0; step < 60; step++) {
            run.step(step, step < 7 ? 2.0 / (1 + step) + 0.12345 : 0.3371934);
        }
        for (int step = 60; step < 100; step++) {
            run.step(step, 0.3371934 - 0.001 * (step - 60));
        }
        assertThat(run.firing().get(0).getDetector()).isEqualTo("stalled-loss");
        assertThat(run.alerts()).extracting(Alert::getState).doesNotContain(AlertState.RECOVERED);
    }

    @Test
    void overfittingThatTheJudgeSeesBetweenEvaluations_isToldAtTheNext() {
        TestRun run = TestRun.ofAllJudged();
        Random random = new Random(4);
        for (int epoch = 0; epoch < 160; epoch++) {
            for (int i = 0; i < 25; i++) {
                double learnt = 2.3 * Math.exp(-(epoch + i / 25.0) / 25);
                run.step(25L * epoch + i, learnt * (1 + 0.05 * random.nextGaussian()));
            }
            double rise = 0.02 * Math.max(0, epoch - 60);
            double validation = 2.3 * Math.exp(-Math.min(epoch, 60) / 25.0) + rise;
            run.evaluation(25L * epoch + 24, validation * (1 + 0.01 * random.nextGaussian()));
        }
        assertThat(run.state.judgement.looks).isPositive();
        assertThat(run.firing()).extracting(Alert::getAlertClass).contains("overfitting");
    }

    /** Judges to whom a run is faulty, and stands still, as soon as it has more losses than that. */
    private static Judges seeingAfterValues(int values) {
        int count = IntStream.range(0, Features.all().size())
                .filter(place -> Features.all().get(place).equals("loss-count"))
                .findFirst()
                .orElseThrow();
        TreeModel few = new TreeModel.Builder()
                .tree()
                .split(count, (float) Math.log1p(values), 1, 2, true)
                .leaf(-9)
                .leaf(9)
                .build();
        Map<JudgeFamily, TreeModel> names = new EnumMap<>(JudgeFamily.class);
        for (JudgeFamily family : JudgeFamily.values()) {
            names.put(
                    family,
                    new TreeModel.Builder()
                            .tree()
                            .leaf(family == JudgeFamily.STANDSTILL ? 3 : -3)
                            .build());
        }
        return new Judges(new Judge(few, 1, 0, List.of()), names, new Bars(List.of(new Bars.Row(1, 0.5))));
    }

    /** At the loss of a guess, an epoch a value. */
    private static void still(TestRun run) {
        Random random = new Random(4);
        for (int epoch = 0; epoch < 60; epoch++) {
            Step step = TestRun.stepOf(epoch, Math.log(10) + 0.004 * random.nextGaussian(), null);
            step.setEpoch((double) epoch);
            run.send(step);
        }
    }
}
