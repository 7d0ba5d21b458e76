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

/** A layer that is saturated, and what to try. */
final class SaturatedLayerFinding {

    private SaturatedLayerFinding() {}

    static Finding of(
            SaturatedLayerDetector.State state,
            Map.Entry<String, LayerStreaks.Streak> saturated,
            Severity severity,
            Step step,
            DetectionContext context) {
        LayerStreaks.Streak streak = saturated.getValue();
        int observations = (int) context.setting(SaturatedLayerDetector.OBSERVATIONS);
        long layers = state.saturated.count(observations, SaturatedLayerDetector.STEPS, step.getStep());
        Finding.Builder finding = Finding.builder(
                        severity,
                        streak.since,
                        "%s is saturated: %.4g %% of its activations pass hardly any gradient at the last %d measurements,"
                                + " since step %d.",
                        Words.capital(Words.named("layer", saturated.getKey())),
                        100 * streak.value,
                        streak.count,
                        streak.since)
                .layer(saturated.getKey())
                .evidence(Reading.share("saturated activations", streak.value)
                        .atLeast(context.setting(SaturatedLayerDetector.SHARE)))
                .evidence(Reading.count("measurements in a row", streak.count, "measurements")
                        .atLeast(observations))
                .evidence(Reading.count("saturated layers", layers, "layers"))
                .evidence(Reading.step("first step of these", streak.since));
        if (state.saturated.leftOut > 0) {
            finding.evidence(Reading.count(
                    "measurements of saturated layers that were left out", state.saturated.leftOut, "measurements"));
        }
        if (step.getLearningRate() != null) {
            finding.evidence(Reading.circumstance(SeriesNames.LEARNING_RATE, "learning rate", step.getLearningRate()));
        }
        return advice(finding).build();
    }

    private static Finding.Builder advice(Finding.Builder finding) {
        return finding.cause("The weights were initialised too large.", "K12")
                .cause(Cause.INPUT_SCALE.text(), "K7")
                .cause("The learning rate is too high: the weights grew.", "K4")
                .remedy("Use Glorot-normal initialisation for tanh and sigmoid.", "K12")
                .remedy("Normalise the inputs: subtract the mean, divide by the standard deviation.", "K7")
                .remedy("Use ReLU in hidden layers, or a normalization before the activation.", "K12")
                .remedy("Divide the learning rate by 10.", "K4");
    }
}
