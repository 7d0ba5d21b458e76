package io.gradwatch.detection.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.OptimizerView;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClueTest {

    private final RunCurves curves = new RunCurves();
    private final RunStarted run = TestRun.startedOf("run");

    @Test
    void fewSamples_areNoProof() {
        OptimizerView bad = OptimizerView.newBuilder()
                .setParameters(4)
                .setGradientsKept(true)
                .setAscent(0.9)
                .build();
        view(bad, 4);
        assertThat(clue(Clue.KEPT)).isNaN();
        assertThat(clue(Clue.ASCENT)).isNaN();
        assertThat(clue(Clue.UPHILL_PROVEN)).isNaN();
        view(bad, 1);
        assertThat(clue(Clue.KEPT)).isEqualTo(5);
        assertThat(clue(Clue.UPHILL_PROVEN)).isEqualTo(1);
    }

    @Test
    void aStepDownhill_orALossThatFell_leavesNoProofOfStepsUphill() {
        view(OptimizerView.newBuilder().setParameters(4).setAscent(-1.0).build(), 1);
        view(OptimizerView.newBuilder().setParameters(4).setAscent(0.9).build(), 9);
        assertThat(clue(Clue.UPHILL_PROVEN)).isZero();
    }

    @Test
    void parametersThatAreGivenLater_areMissingNoMore() {
        view(
                OptimizerView.newBuilder()
                        .setParameters(4)
                        .setMissing(2)
                        .setMissingNames(List.of("head".repeat(100)))
                        .build(),
                1);
        assertThat(clue(Clue.MISSING)).isEqualTo(0.5);
        assertThat(curves.optimizer.missingNames.length()).isLessThan(100);
        view(OptimizerView.newBuilder().setParameters(4).build(), 1);
        assertThat(clue(Clue.MISSING)).isZero();
        assertThat(curves.optimizer.missingNames).isEmpty();
    }

    @Test
    void theFirstInputCounts_andAMaskOfOnes_provesNothing() {
        for (int i = 0; i < 5; i++) {
            tensors(input("x", -1, 1, 0.5), input("mask", 1, 1, 0));
        }
        assertThat(clue(Clue.INPUT)).isEqualTo(Math.log(0.5));
        assertThat(clue(Clue.INPUT_CONSTANT)).isNaN();
    }

    @Test
    void aSingleInputThatStaysConstant_isAProof() {
        tensors(input("x", 1, 1, 0));
        assertThat(clue(Clue.INPUT_CONSTANT)).isNaN();
        tensors(input("x", 1, 1, 0));
        tensors(input("x", 1, 1, 0));
        assertThat(clue(Clue.INPUT_CONSTANT)).isEqualTo(1);
    }

    @Test
    void idsOfTokens_haveNoScale() {
        run.setObjective("language-model");
        tensors(input("ids", 0, 5000, 900));
        tensors(input("ids", 0, 5000, 90));
        assertThat(clue(Clue.INPUT)).isNaN();
        assertThat(clue(Clue.INPUT_CHANGE)).isNaN();
        assertThat(Indications.of(Cause.INPUT_SCALE, curves, run).weight()).isZero();
    }

    @Test
    void theLastLoss_saysWhetherItIsBroadcast() {
        tensors(input("x", -1, 1, 0.5));
        batch(List.of(32, 1), List.of(32), 1024L);
        assertThat(clue(Clue.BROADCAST_PROVEN)).isEqualTo(1);
        batch(List.of(32, 1), List.of(32), null);
        assertThat(clue(Clue.BROADCAST)).isEqualTo(1);
        assertThat(clue(Clue.BROADCAST_PROVEN)).isZero();
        batch(List.of(32, 1), List.of(32), 32L);
        assertThat(clue(Clue.BROADCAST)).isZero();
    }

    private double clue(Clue clue) {
        return clue.of(new Clue.Case("plateau", 0, curves, run));
    }

    private void view(OptimizerView view, int times) {
        for (int i = 0; i < times; i++) {
            Step step = TestRun.stepOf(i, 1.0, null);
            step.setOptimizer(view);
            curves.take(step);
        }
    }

    private void tensors(TensorStatistics... tensors) {
        Step step = TestRun.stepOf(0, 1.0, null);
        step.setTensors(List.of(tensors));
        curves.take(step);
    }

    private void batch(List<Integer> output, List<Integer> target, Long elements) {
        Step step = TestRun.stepOf(0, 1.0, null);
        step.setBatch(BatchView.newBuilder()
                .setOutputShape(output)
                .setTargetShape(target)
                .setLossElements(elements)
                .build());
        curves.take(step);
    }

    private static TensorStatistics input(String name, double low, double high, double deviation) {
        return new TensorStatistics(
                name, TensorKind.INPUT, 640L, low, high, 1.0, deviation, 3.0, 0L, 0L, 0L, null, null);
    }
}
