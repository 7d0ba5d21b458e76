package io.gradwatch.detection.generalisation;

import static io.gradwatch.detection.testkit.ComparedRuns.accuracy;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.ComparedRuns;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Split;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionShiftDetectorTest {

    private final TestRun run = TestRun.of("distribution-shift");

    @Test
    void errorAnalysis_saysWhatToCollectFirst() {
        var trainVal = accuracy(1000, Split.TRAIN_VAL, 0.97);
        trainVal.setErrorTypes(ComparedRuns.errorTypes(Split.TRAIN_VAL));
        var testVal = accuracy(1000, Split.TEST_VAL, 0.85);
        testVal.setErrorTypes(ComparedRuns.errorTypes(Split.TEST_VAL));
        run.send(trainVal).send(testVal);
        assertThat(run.alerts()).hasSize(1).allSatisfy(alert -> {
            assertThat(alert.getSplit()).isEqualTo("TEST_VAL");
            assertThat(alert.getRemedies().get(0).getText()).contains("night scenes");
            assertThat(alert.getRemedies().get(0).getKnowledgeItem()).isEqualTo("K20");
            assertThat(alert.getRemedies().get(1).getKnowledgeItem()).isEqualTo("K18");
        });
    }

    @Test
    void noiseOfTwoSmallSets_isNoShift() {
        Random random = new Random(1);
        for (int i = 1; i < 200; i++) {
            run.send(accuracy(i, Split.TRAIN_VAL, 0.9 + 0.02 * random.nextGaussian()));
            run.send(accuracy(i, Split.TEST_VAL, 0.9 + 0.02 * random.nextGaussian()));
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void losses_areJudgedFromTheThirdPairOn() {
        for (int i = 1; i <= 3; i++) {
            assertThat(run.alerts()).isEmpty();
            run.send(TestRun.evaluationOf(i * 100L, Split.TRAIN_VAL, 0.5 + 0.001 * i));
            run.send(TestRun.evaluationOf(i * 100L, Split.TEST_VAL, 1.0));
        }
        assertThat(run.alerts()).extracting(Alert::getOnsetStep).containsExactly(100L);
    }

    @Test
    void evaluationsFarApart_areNotCompared() {
        run.send(accuracy(100, Split.TRAIN_VAL, 0.99)).send(accuracy(1000, Split.TEST_VAL, 0.5));
        assertThat(run.alerts()).isEmpty();
    }
}
