package io.gradwatch.detection.gradient;

import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Words;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Map;

/** A layer that is dead, and what to try. */
final class DeadLayerFinding {

    private DeadLayerFinding() {}

    static Finding of(
            DeadLayerDetector.State state,
            Map.Entry<String, LayerStreaks.Streak> dead,
            Severity severity,
            Step step,
            DetectionContext context) {
        LayerStreaks.Streak streak = dead.getValue();
        int observations = (int) context.setting(DeadLayerDetector.OBSERVATIONS);
        long layers = state.dead.count(observations, DeadLayerDetector.STEPS, step.getStep());
        Finding.Builder finding = Finding.builder(
                        severity,
                        streak.since,
                        "%s is dead: %.4g %% of its activations are zero at the last %d measurements, since step %d.",
                        Words.capital(Words.named("layer", dead.getKey())),
                        100 * streak.value,
                        streak.count,
                        streak.since)
                .layer(dead.getKey())
                .evidence(Reading.share("zeros", streak.value).atLeast(context.setting(DeadLayerDetector.SHARE)))
                .evidence(Reading.count("measurements in a row", streak.count, "measurements")
                        .atLeast(observations))
                .evidence(Reading.count("dead layers", layers, "layers"))
                .evidence(Reading.step("first step of these", streak.since));
        if (state.dead.leftOut > 0) {
            finding.evidence(Reading.count(
                    "measurements of dead layers that were left out", state.dead.leftOut, "measurements"));
        }
        if (step.getLearningRate() != null) {
            finding.evidence(Reading.circumstance(SeriesNames.LEARNING_RATE, "learning rate", step.getLearningRate()));
        }
        return advice(finding).build();
    }

    private static Finding.Builder advice(Finding.Builder finding) {
        return finding.cause("The learning rate is too high: an update pushed the biases far below zero.", "K4")
                .cause("Weights or biases were initialised so that the units never switch on.", "K12")
                .cause(Cause.INPUT_SCALE.text(), "K7")
                .remedy("Go back to a checkpoint before the onset, or start anew, with a tenth of the rate.", "K4")
                .remedy("Use He-normal initialisation with biases of zero.", "K12")
                .remedy("Normalise the inputs: subtract the mean, divide by the standard deviation.", "K7")
                .remedy("Use leaky ReLU, or batch normalization before the ReLU.", "K4");
    }
}
