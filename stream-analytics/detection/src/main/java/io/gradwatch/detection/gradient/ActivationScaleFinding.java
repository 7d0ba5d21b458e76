package io.gradwatch.detection.gradient;

import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Words;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.TensorStatistics;
import java.util.List;

/** Activations whose scale changes with depth. */
final class ActivationScaleFinding {

    private ActivationScaleFinding() {}

    static Finding of(long onset, List<TensorStatistics> layers, double factor) {
        TensorStatistics first = layers.get(0);
        TensorStatistics last = layers.get(layers.size() - 1);
        double ratio = last.getStandardDeviation() / first.getStandardDeviation();
        boolean shrinks = ratio < 1;
        Reading measured = Reading.share("standard deviation of the last hidden layer over that of the first", ratio);
        return Finding.builder(
                        shrinks ? Severity.WARNING : Severity.INFO,
                        onset,
                        "The activations %s with depth: their standard deviation is %.3g in %s and %.3g in %s, %d layers on.",
                        shrinks ? "die out" : "blow up",
                        first.getStandardDeviation(),
                        Words.named("layer", first.getLayer()),
                        last.getStandardDeviation(),
                        Words.named("layer", last.getLayer()),
                        layers.size() - 1)
                .evidence(shrinks ? measured.atMost(1 / factor) : measured.atLeast(factor))
                .evidence(Reading.level("standard deviation of the last hidden layer", last.getStandardDeviation()))
                .evidence(Reading.level("standard deviation of the first hidden layer", first.getStandardDeviation()))
                .evidence(Reading.count("layers from the first to the last", layers.size() - 1, "layers"))
                .cause("The weights were initialised too " + (shrinks ? "small" : "large") + " for the depth.", "K12")
                .remedy("Use He-normal initialisation for ReLU, Glorot-normal for tanh.", "K12")
                .remedy("Add batch or layer normalization, or residual connections.", "K12")
                .build();
    }
}
