package io.gradwatch.detection.gradient;

import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.TensorStatistics;
import java.util.List;
import java.util.Locale;

/** Says how the scale of the activations changes with depth. */
final class ActivationScaleFinding {

    private ActivationScaleFinding() {}

    static Finding of(long onset, List<TensorStatistics> layers, double factor) {
        TensorStatistics first = layers.get(0);
        TensorStatistics last = layers.get(layers.size() - 1);
        double ratio = last.getStandardDeviation() / first.getStandardDeviation();
        boolean shrinks = ratio < 1;
        String summary = String.format(
                Locale.ROOT,
                "The activations %s with depth: their standard deviation is %.3g in layer %s and %.3g in layer %s, %d"
                        + " layers on.",
                shrinks ? "die out" : "blow up",
                first.getStandardDeviation(),
                first.getLayer(),
                last.getStandardDeviation(),
                last.getLayer(),
                layers.size() - 1);
        return Finding.builder(shrinks ? Severity.WARNING : Severity.INFO, onset, summary)
                .evidence(
                        "standard deviation of the last hidden layer over that of the first",
                        ratio,
                        "",
                        shrinks ? "<=" : ">=",
                        shrinks ? 1 / factor : factor)
                .evidence("hidden layers", layers.size(), "layers")
                .cause("The weights were initialised too " + (shrinks ? "small" : "large") + " for the depth.", "K12")
                .remedy("Use He-normal initialisation for ReLU, Glorot-normal for tanh.", "K12")
                .remedy("Add batch or layer normalization, or residual connections.", "K12")
                .build();
    }
}
