package io.gradwatch.detection.generalisation;

import static io.gradwatch.detection.testkit.ComparedRuns.accuracy;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrokkingDetectorTest {

    private final TestRun run = TestRun.of("grokking");

    @Test
    void comprehension_saysNothing() {
        feed(100, 5, 0.95);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void commonOverfitting_isNoMemorization() {
        feed(100, 1000, 0.6);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void memorization_isInfoFirst_warningAfterThousandSteps() {
        feed(100, 40, 0.01);
        assertThat(run.alerts()).extracting(Alert::getSeverity).containsExactly(Severity.INFO, Severity.WARNING);
        assertThat(run.alerts()).extracting(Alert::getRaisedStep).containsExactly(300L, 1100L);
        assertThat(run.alerts().get(1).getSummary()).doesNotContain("weight decay");
    }

    @Test
    void fewSteps_areNoMoreThanWorthALook() {
        feed(1, 500, 0.01);
        assertThat(run.alerts()).extracting(Alert::getSeverity).containsExactly(Severity.INFO);
    }

    private void feed(int stepsApart, int evaluations, double validation) {
        for (int i = 1; i <= evaluations; i++) {
            var step = TestRun.stepOf((long) i * stepsApart, null, null);
            step.setMetrics(Map.of("accuracy", 0.99));
            run.send(step).send(accuracy((long) i * stepsApart, Split.TRAIN_VAL, validation));
        }
    }
}
