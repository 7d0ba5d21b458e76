package io.gradwatch.detection.generalisation;

import static io.gradwatch.detection.testkit.ComparedRuns.accuracy;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverusedValidationDetectorTest {

    private final TestRun run = TestRun.of("overused-validation");

    @Test
    void oneValidationSet_cannotTellShift_andSaysSo() {
        run.send(accuracy(100, Split.TRAIN_VAL, 0.95)).send(accuracy(100, Split.TEST, 0.85));
        assertThat(run.alerts()).hasSize(1);
        assertThat(run.alerts().get(0).getCauses())
                .extracting(Advice::getKnowledgeItem)
                .containsExactly("K19", "K18");
    }

    @Test
    void testVal_countsWhereThereAreTwoSets() {
        run.send(accuracy(100, Split.TRAIN_VAL, 0.95)).send(accuracy(100, Split.TEST_VAL, 0.85));
        run.send(accuracy(100, Split.TEST, 0.84));
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void fewExamples_explainTheDifference() {
        var test = accuracy(100, Split.TEST, 0.85);
        test.setBatch(BatchView.newBuilder()
                .setOutputShape(List.of())
                .setTargetShape(List.of())
                .setLabelCounts(List.of(10L, 10L))
                .setPredictionCounts(List.of())
                .build());
        run.send(accuracy(100, Split.TEST_VAL, 0.95)).send(test);
        assertThat(run.alerts()).isEmpty();
    }
}
