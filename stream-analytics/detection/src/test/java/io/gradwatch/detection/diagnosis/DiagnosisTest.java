package io.gradwatch.detection.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

    @Test
    void nothingSent_givesCausesOfTheSymptom_andNoneThatCannotBe() {
        Alert alert = plateau(TestRun.startedOf("run"), Double.NaN, 0);
        assertThat(causes(alert))
                .hasSizeGreaterThan(3)
                .anyMatch(text -> text.startsWith("The learning rate is too low"));
        assertThat(causes(alert)).noneMatch(text -> text.startsWith("There are too few training data"));
        assertThat(alert.getRemedies())
                .extracting(Advice::getText)
                .filteredOn(text -> text.endsWith("the learning rate by 10."))
                .hasSizeLessThan(2);
    }

    @Test
    void smallUpdates_makeALearningRateTooLowLikely() {
        Alert alert = plateau(TestRun.startedOf("run"), 1e-6, 0);
        assertThat(causes(alert).get(0)).startsWith("The learning rate is too low: an update is only 1.0e-06");
        assertThat(alert.getRemedies().get(0).getText()).isEqualTo("Multiply the learning rate by 10.");
    }

    @Test
    void largeUpdates_speakAgainstIt_andForTheContrary() {
        Alert alert = plateau(TestRun.startedOf("run"), 0.1, 0);
        assertThat(causes(alert).get(0)).startsWith("The learning rate is too high: an update");
        assertThat(causes(alert).get(causes(alert).size() - 1)).startsWith("Unlikely: the learning rate is too low");
        assertThat(alert.getRemedies()).extracting(Advice::getText).doesNotContain("Multiply the learning rate by 10.");
    }

    @Test
    void inputsThatAreRawBytes_areNamed() {
        Alert alert = plateau(TestRun.startedOf("run"), 1e-3, 74);
        assertThat(causes(alert).get(0)).startsWith("The inputs are not normalised, or normalised twice");
    }

    @Test
    void strongRegularization_isReadFromTheDeclaration() {
        RunStarted started = TestRun.startedOf("run");
        started.setHyperparameters(Map.of("weight_decay", "0.5"));
        assertThat(causes(plateau(started, 1e-3, 0)).get(0))
                .isEqualTo("There is too much regularization: weight_decay is 0.5.");
    }

    @Test
    void anEarlyExplosionAtTheFullRate_lacksAWarmUp() {
        assertThat(causes(explosion(rate -> 0.1)))
                .contains(
                        "Likely: the run starts at its full learning rate, without a warm-up: it began at 0.100, its highest.");
        assertThat(causes(explosion(step -> 0.001 * (1 + step)))).noneMatch(text -> text.startsWith("Likely: the run"));
    }

    private static Alert explosion(LongToDoubleFunction rate) {
        TestRun run = TestRun.of("loss-spike");
        for (int i = 0; run.alerts().isEmpty() && i < 200; i++) {
            Step step = TestRun.stepOf(i, i < 60 ? 2 + 0.01 * (i % 3) : Math.exp(i - 58), null);
            step.setLearningRate(rate.applyAsDouble(i));
            run.send(step);
        }
        return run.alerts().get(0);
    }

    private static List<String> causes(Alert alert) {
        return alert.getCauses().stream().map(Advice::getText).toList();
    }

    /** @param inputDeviation standard deviation of the inputs, 0 where none are sent */
    private static Alert plateau(RunStarted started, double updateRatio, double inputDeviation) {
        TestRun run = TestRun.of("plateau").started(started);
        Random random = new Random(1);
        for (int i = 0; run.alerts().isEmpty() && i < 5000; i++) {
            Step step = TestRun.stepOf(i, 4 + 0.1 * random.nextGaussian(), null);
            step.setUpdateRatio(Double.isNaN(updateRatio) ? null : (Double) updateRatio);
            if (inputDeviation > 0) {
                step.setTensors(List.of(input(inputDeviation)));
            }
            run.send(step);
        }
        return run.alerts().get(0);
    }

    private static TensorStatistics input(double deviation) {
        return new TensorStatistics(
                "input", TensorKind.INPUT, 784L, 0.0, 255.0, 33.0, deviation, 1e4, 0L, 0L, 0L, null, null);
    }
}
