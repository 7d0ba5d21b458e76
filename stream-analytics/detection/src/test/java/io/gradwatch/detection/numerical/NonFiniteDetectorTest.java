package io.gradwatch.detection.numerical;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class NonFiniteDetectorTest {

    private final TestRun run = TestRun.of("non-finite");

    @Test
    void oneGradientNormOverflow_isNoFault_twoInARowAre() {
        run.step(0, 1.0, Double.POSITIVE_INFINITY).step(1, 1.0, 2.0).step(2, 1.0, Double.NaN);
        assertThat(run.alerts()).isEmpty();

        run.step(3, 1.0, Double.NaN);
        assertThat(run.alerts()).hasSize(1);
        assertThat(run.alerts().get(0).getOnsetStep()).isEqualTo(2);
    }

    @Test
    void overflowsThatTheScalerSkips_areNoFault_untilItNeverStops() {
        for (int i = 0; i < 49; i++) {
            run.send(skipped(i));
        }
        assertThat(run.alerts()).isEmpty();

        run.send(skipped(49));
        assertThat(run.alerts()).hasSize(1);
    }

    @Test
    void fallingLossScale_excusesGradientNorms() {
        for (int i = 0; i < 10; i++) {
            Step step = TestRun.stepOf(i, 1.0, Double.POSITIVE_INFINITY);
            step.setLossScale(65_536.0 / (1 << i));
            run.send(step);
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void firstTensor_isTheFirstInTheDeclaredOrder_theInputBeforeAll() {
        RunStarted started = TestRun.startedOf("digits");
        started.setLayers(List.of(new Layer("0", "Conv", 1L, ""), new Layer("1", "Dense", 1L, "")));
        run.started(started);
        Step step = TestRun.stepOf(3, 1.0, 1.0);
        step.setTensors(List.of(tensor("1_W", TensorKind.PARAMETER, 1), tensor("0", TensorKind.ACTIVATION, 2)));
        assertThat(run.send(step).alerts().get(0).getLayer()).isEqualTo("0");

        TestRun other = TestRun.of("non-finite");
        Step withInput = TestRun.stepOf(3, 1.0, 1.0);
        withInput.setTensors(List.of(tensor("0", TensorKind.ACTIVATION, 2), tensor("data", TensorKind.INPUT, 1)));
        Alert alert = other.send(withInput).alerts().get(0);
        assertThat(alert.getLayer()).isEqualTo("data");
        assertThat(alert.getCauses().get(0).getKnowledgeItem()).isEqualTo("K7");
    }

    @Test
    void remedies_areToldOnce_andTheGradientNormOnlyWhereItGrew() {
        for (int i = 0; i < 60; i++) {
            run.step(i, 1.0, 1.0);
        }
        run.step(60, Double.NaN, Double.NaN);
        Alert alert = run.alerts().get(0);

        List<String> remedies =
                alert.getRemedies().stream().map(Advice::getText).toList();
        assertThat(remedies).filteredOn(text -> text.startsWith("Clip")).hasSizeLessThan(2);
        assertThat(remedies).filteredOn(text -> text.contains("exp, log")).hasSize(1);
        assertThat(alert.getEvidence()).noneMatch(one -> one.getName().contains("just before"));
    }

    @Test
    void causes_startWithTheLearningRate_whereTheGradientGrewBefore() {
        for (int i = 0; i < 60; i++) {
            run.step(i, 1.0, i < 50 ? 1.0 : Math.pow(10, i - 49));
        }
        run.step(60, Double.NaN, Double.NaN);
        assertThat(run.alerts().get(0).getCauses().get(0).getText()).startsWith("The learning rate is too high");

        TestRun sudden = TestRun.of("non-finite").step(0, 1.0, 1.0).step(1, Double.NaN, 1.0);
        assertThat(sudden.alerts().get(0).getCauses().subList(0, 2))
                .extracting(Advice::getKnowledgeItem)
                .contains("K10");
    }

    @Test
    void nanEvaluation_recoversByAFiniteOne_notByFiniteSteps() {
        run.evaluation(0, Double.NaN);
        for (int i = 0; i < 50; i++) {
            run.step(i, 1.0, 1.0);
        }
        assertThat(run.alerts()).hasSize(1);

        run.evaluation(50, 1.0);
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void nanLoss_doesNotRecoverByStepsThatSendNone() {
        run.step(0, 1.0, 1.0).step(1, Double.NaN, 1.0);
        for (int i = 2; i < 200; i++) {
            run.send(TestRun.stepOf(i, null, 1.0));
        }
        assertThat(run.alerts()).hasSize(1);

        for (int i = 200; i < 220; i++) {
            run.step(i, 1.0);
        }
        assertThat(run.alerts().get(1).getState()).isEqualTo(AlertState.RECOVERED);
    }

    @Test
    void nanLoss_doesNotRecoverByStepsThatAScalerSkips() {
        run.step(0, 1.0, 1.0).step(1, Double.NaN, 1.0);
        for (int i = 2; i < 40; i++) {
            Step step = TestRun.stepOf(i, Double.NaN, 1.0);
            step.setSkippedByLossScaler(true);
            run.send(step);
        }
        assertThat(run.alerts()).hasSize(1);
    }

    @Test
    void nanTensor_doesNotRecoverBeforeItIsMeasuredAgain() {
        run.send(measured(0, 1));
        for (int i = 1; i < 100; i++) {
            run.step(i, 1.0, 1.0);
        }
        assertThat(run.alerts()).hasSize(1);

        run.send(measured(100, 0));
        for (int i = 101; i < 120; i++) {
            run.step(i, 1.0, 1.0);
        }
        assertThat(run.alerts().get(1).getState()).isEqualTo(AlertState.RECOVERED);
    }

    @Test
    void nanOfTwoSplits_recoversWhenBothAreFinite() {
        run.evaluation(0, Double.NaN).send(TestRun.evaluationOf(0, Split.TEST, Double.NaN));
        run.evaluation(1, 1.0);
        assertThat(run.alerts()).hasSize(1);

        run.send(TestRun.evaluationOf(1, Split.TEST, 1.0));
        assertThat(run.alerts()).hasSize(2);
    }

    private static Step measured(int i, long nans) {
        Step step = TestRun.stepOf(i, 1.0, 1.0);
        step.setTensors(List.of(tensor("0", TensorKind.ACTIVATION, nans)));
        return step;
    }

    private static Step skipped(int i) {
        Step step = TestRun.stepOf(i, Double.NaN, Double.POSITIVE_INFINITY);
        step.setSkippedByLossScaler(true);
        return step;
    }

    private static TensorStatistics tensor(String layer, TensorKind kind, long nans) {
        return new TensorStatistics(layer, kind, 10L, 0.0, 1.0, 0.5, 0.1, 1.0, nans, 0L, 0L, null, null);
    }

    /** Run in which the failure begins and goes away. */
    static void goldenRun(TestRun run) {
        RunStarted started = TestRun.startedOf("digits");
        started.setLayers(List.of(
                new io.gradwatch.schema.Layer("conv1", "Conv2d", 100L, ""),
                new io.gradwatch.schema.Layer("fc", "Linear", 100L, "")));
        run.started(started);
        for (int i = 0; i < 80; i++) {
            boolean bad = i >= 40 && i < 50;
            var step = TestRun.stepOf(i, bad ? Double.NaN : 1.0, bad ? Double.NaN : 2.0);
            if (bad) {
                step.setTensors(List.of(
                        new TensorStatistics(
                                "fc", TensorKind.ACTIVATION, 100L, -1.0, 1.0, 0.0, 1.0, 10.0, 10L, 0L, 0L, null, null),
                        new TensorStatistics(
                                "conv1.weight",
                                TensorKind.PARAMETER,
                                100L,
                                -1.0,
                                1.0,
                                0.0,
                                1.0,
                                10.0,
                                3L,
                                0L,
                                0L,
                                null,
                                null)));
            }
            run.send(step);
        }
    }
}
