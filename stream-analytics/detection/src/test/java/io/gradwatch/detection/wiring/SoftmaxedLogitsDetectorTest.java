package io.gradwatch.detection.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.detection.testkit.Batches;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.TensorKind;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SoftmaxedLogitsDetectorTest {

    private final TestRun run = TestRun.of("softmaxed-logits");

    @Test
    void floor_isTheLeastLossOfAnyProbabilities() {
        Random random = new Random(1);
        for (int classes : new int[] {2, 3, 10, 100}) {
            double floor = CrossEntropy.softmaxedFloor(classes);
            double[] sure = new double[classes];
            sure[0] = 1;
            assertThat(loss(sure)).isCloseTo(floor, within(1e-12));
            for (int i = 0; i < 1000; i++) {
                assertThat(loss(probabilities(classes, random))).isGreaterThanOrEqualTo(floor);
            }
        }
    }

    @Test
    void probabilitiesForALossOnLogits_fireAtTheThirdOutput() {
        declare(10, "loss", "CrossEntropyLoss()");
        outputs(2, 0, 0.99, 0.1);
        assertThat(run.alerts()).isEmpty();
        outputs(1, 0, 0.99, 0.1);
        assertThat(run.firing()).hasSize(1);
        outputs(3, -8, 12, 0.4);
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void probabilitiesForALossOnProbabilities_areRight() {
        declare(10, "loss", "LossMCXENT()");
        outputs(9, 0, 0.99, 0.1);
        declare(10, "loss", "categorical_crossentropy");
        outputs(9, 0, 0.99, 0.1);
        declare(10, "from_logits", "False");
        outputs(9, 0, 0.99, 0.1);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void logitsBetweenZeroAndOne_areNoProbabilities() {
        declare(10, "criterion", "CrossEntropyLoss");
        outputs(9, 0.01, 0.95, 0.45);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void lossStuckAtTheFloor_fires() {
        run.started(Batches.classes(10));
        for (int i = 0; i < 60; i++) {
            run.send(Batches.accurate(i, 1.4612 + 0.05, 0.95));
        }
        assertThat(run.firing()).hasSize(1);
        assertThat(run.alerts().get(0).getRaisedStep()).isEqualTo(49);
    }

    @Test
    void healthyAndSmoothedLosses_stayQuiet() {
        run.started(Batches.classes(3));
        for (int i = 0; i < 500; i++) {
            double accuracy = Math.min(1, 0.33 + i / 300.0);
            run.send(Batches.accurate(i, 1.1 * (1 - accuracy) + 0.2, accuracy));
        }
        RunStarted smoothed = Batches.classes(3);
        smoothed.setHyperparameters(Map.of("label_smoothing", "0.3"));
        run.started(smoothed);
        for (int i = 500; i < 1000; i++) {
            run.send(Batches.accurate(i, 0.64, 0.99));
        }
        assertThat(run.alerts()).isEmpty();
    }

    private void declare(int classes, String key, String value) {
        RunStarted started = Batches.classes(classes);
        started.setHyperparameters(Map.of(key, value));
        run.started(started);
    }

    private void outputs(int times, double low, double high, double mean) {
        for (int i = 0; i < times; i++) {
            run.send(Batches.tensor(run.state.lastStep + 1, "out", TensorKind.OUTPUT, low, high, mean, 0.2));
        }
    }

    private static double loss(double[] probabilities) {
        double sum = 0;
        for (double probability : probabilities) {
            sum += Math.exp(probability);
        }
        return Math.log(sum) - probabilities[0];
    }

    private static double[] probabilities(int classes, Random random) {
        double[] values = random.doubles(classes).map(value -> -Math.log(value)).toArray();
        double sum = java.util.Arrays.stream(values).sum();
        return java.util.Arrays.stream(values).map(value -> value / sum).toArray();
    }
}
