package io.gradwatch.detection.generalisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidationBetterThanTrainingDetectorTest {

    private final TestRun run = TestRun.of("validation-better-than-training");

    @Test
    void trainingThatLagsBehind_isNotWorse() {
        for (int i = 0; i < 400; i++) {
            double now = 5 * Math.exp(-i / 20.0);
            run.step(i, now);
            if (i % 10 == 9) {
                run.evaluation(i, now);
            }
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void declaredDropout_isTheFirstCause() {
        RunStarted started = TestRun.startedOf("digits");
        started.setHyperparameters(Map.of("dropout", "0.5"));
        run.started(started);
        for (int i = 0; i < 20; i++) {
            run.step(i, 1.0).evaluation(i, 0.5);
        }
        assertThat(run.alerts()).extracting(Alert::getSeverity).containsExactly(Severity.INFO);
        assertThat(run.alerts().get(0).getCauses())
                .extracting(Advice::getKnowledgeItem)
                .containsExactly("K9", "K21");
    }
}
