package io.gradwatch.standalone.demo.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.RunDescription;
import io.gradwatch.schema.Split;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoJobsTest {
    @Test
    void digits_areSplitIntoScaledTrainingAndValidationImages() {
        Digits digits = Digits.load();
        assertThat(digits.training().getFeatures().shape()).containsExactly(1437, Digits.PIXELS);
        assertThat(digits.validation().getLabels().shape()).containsExactly(360, Digits.CLASSES);
        assertThat(digits.training().getFeatures().minNumber().doubleValue()).isZero();
        assertThat(digits.training().getFeatures().maxNumber().doubleValue()).isEqualTo(1);
        assertThat(digits.training().getLabels().sumNumber().doubleValue()).isEqualTo(1437);
    }

    @Test
    void everyJob_hasANameASentenceAndADescribedNetwork() {
        assertThat(DemoJobs.names()).containsExactly("healthy", "exploding", "oscillating", "overfitting", "killed");
        assertThat(DemoJobs.all()).allSatisfy(job -> {
            assertThat(job.shows()).endsWith(".");
            RunDescription described = job.describe(RunDescription.named(job.name()));
            assertThat(described.layers()).hasSize(3);
            assertThat(described.hyperparameters()).containsKeys("updater", "learningRate", "loss");
        });
        assertThat(DemoJobs.named("healthy").expectedAlerts()).isEmpty();
        assertThat(DemoJobs.named("unknown")).isNull();
    }

    @Test
    void healthyJob_learnsTheDigitsAndReportsEveryStep() {
        List<TrainingProgress.Report> reports = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        DemoJob job = DemoJobs.all().get(0);
        DemoJob threeEpochs = new DemoJob(
                job.name(),
                job.shows(),
                job.expectedAlerts(),
                job.network(),
                new DigitsTraining.Plan(1437, 32, 132, 44));
        CurveFile curve = new CurveFile(threeEpochs.plan());
        threeEpochs.train(
                curve,
                (step, epoch, split, loss, accuracy) -> {
                    if (split == Split.TRAIN_VAL) {
                        accuracies.add(accuracy);
                    }
                },
                reports::add);
        assertThat(reports).hasSize(132);
        assertThat(reports.get(131).loss()).isLessThan(1);
        assertThat(accuracies).hasSize(3);
        assertThat(accuracies.get(2)).isGreaterThan(0.75);
        assertThat(curve.lines()).hasSize(133);
    }
}
