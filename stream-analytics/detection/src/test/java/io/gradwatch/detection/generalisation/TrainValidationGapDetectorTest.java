package io.gradwatch.detection.generalisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainValidationGapDetectorTest {

    private final TestRun run = TestRun.of("train-validation-gap");

    @Test
    void gapThatGrowsWhileValidationStaysLevel_isInfoOnly() {
        for (int epoch = 0; epoch < 40; epoch++) {
            run.step(epoch, 2 * Math.exp(-epoch / 5.0));
            run.evaluation(epoch, 0.8 + Math.exp(-epoch / 2.0) + 0.001 * (epoch % 3));
        }
        assertThat(run.alerts()).extracting(Alert::getSeverity).containsExactly(Severity.INFO);
    }

    @Test
    void validationThatRisesWithTraining_isNoOverfitting() {
        for (int epoch = 0; epoch < 40; epoch++) {
            double rise = Math.max(0, epoch - 20) * 0.1;
            run.step(epoch, Math.exp(-Math.min(epoch, 20) / 5.0 + rise));
            run.evaluation(epoch, Math.exp(-Math.min(epoch, 20) / 5.0 + rise) + 0.5);
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void accuracies_serveWhereThereAreNoLosses() {
        for (int epoch = 0; epoch < 40; epoch++) {
            var step = TestRun.stepOf(epoch, null, null);
            step.setMetrics(Map.of("accuracy", 1 - Math.exp(-epoch / 5.0)));
            var evaluation = TestRun.evaluationOf(epoch, Split.TEST_VAL, null);
            evaluation.setMetrics(Map.of("accuracy", epoch < 10 ? epoch / 12.0 : 0.75 - 0.01 * (epoch - 10)));
            run.send(step).send(evaluation);
        }
        assertThat(run.alerts()).isNotEmpty().allMatch(alert -> alert.getSplit().equals("TEST_VAL"));
    }

    @Test
    void remedies_areInTheOrderOfTheKnowledge_withoutWhatTheRunHas() {
        RunStarted started = TestRun.startedOf("digits");
        started.setHyperparameters(Map.of("optimizer.weight_decay", "0.01", "dropout", "0.0"));
        started.setLayers(List.of(new Layer("bn1", "BatchNormalization", 8L, "")));
        run.started(started);
        for (int epoch = 0; epoch < 40; epoch++) {
            run.step(epoch, 2 * Math.exp(-epoch / 5.0));
            run.evaluation(epoch, Math.exp(-epoch / 2.0) + 0.5 + Math.max(0, epoch - 8) * 0.02);
        }
        Alert alert = run.alerts().get(run.alerts().size() - 1);
        assertThat(alert.getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(alert.getRemedies().stream().map(Advice::getText).limit(4))
                .containsExactly(
                        "Add training data.", "Augment the training data.", "Add dropout.", "Raise the weight decay.");
        assertThat(alert.getCauses()).extracting(Advice::getKnowledgeItem).contains("K23");
    }

    /** Run in which the failure begins and goes away. */
    static void goldenRun(TestRun run) {
        Random random = new Random(3);
        for (int epoch = 0; epoch < 60; epoch++) {
            double rise = epoch < 10 ? 0 : epoch < 40 ? 0.03 * (epoch - 10) : 0;
            for (int i = 0; i < 10; i++) {
                run.step(epoch * 10L + i, (2 * Math.exp(-epoch / 8.0) + 0.01) * Math.exp(0.2 * random.nextGaussian()));
            }
            double validation = 2 * Math.exp(-Math.min(epoch, 10) / 4.0) + 0.5;
            run.evaluation(epoch * 10L + 9, validation * Math.exp(rise + 0.01 * random.nextGaussian()));
        }
    }
}
