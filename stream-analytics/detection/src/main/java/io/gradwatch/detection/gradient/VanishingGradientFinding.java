package io.gradwatch.detection.gradient;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Locale;

/** A gradient that does not reach the first layers, with causes ranked by the declared activations. */
final class VanishingGradientFinding {

    private VanishingGradientFinding() {}

    static Finding of(DepthProfile profile, VanishingGradientDetector.State state, DetectionContext context) {
        double level = state.loss.recent;
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        state.since,
                        "The gradient vanishes by depth: it is %.3g in the last layers and %.3g in the first, from %s on, and"
                                + " the loss of late is %.3g, from %.3g at its start.",
                        profile.last(),
                        profile.first(),
                        profile.firstLayer(),
                        level,
                        state.loss.start.level)
                .layer(profile.firstLayer())
                .evidence(Reading.share("gradient of the first layers over that of the last", profile.ratio())
                        .atMost(context.setting(VanishingGradientDetector.RATIO)))
                .evidence(Reading.level("gradient of the first layers", profile.first())
                        .atMost(context.setting(VanishingGradientDetector.SIZE)))
                .evidence(Reading.level("gradient of the last layers", profile.last()))
                .evidence(Reading.level(SeriesNames.LOSS, "loss of late", level))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss at the start", state.loss.start.level));
        String saturating = "Sigmoid or tanh in many layers: each passes at most a part of the gradient.";
        String small = "The weights were initialised too small for the depth.";
        if (saturates(context)) {
            finding.cause(saturating, "K4").cause(small, "K12");
        } else {
            finding.cause(small, "K12").cause(saturating, "K4");
        }
        return finding.remedy("Use ReLU in hidden layers, with He-normal initialisation.", "K12")
                .remedy("Keep tanh or sigmoid only with Glorot-normal initialisation and few layers.", "K12")
                .remedy("Add residual connections or batch normalization.", "K4")
                .build();
    }

    private static boolean saturates(DetectionContext context) {
        for (Layer layer : context.run().getLayers()) {
            String function = layer.getActivation().toLowerCase(Locale.ROOT);
            if (function.contains("sigmoid") || function.contains("tanh")) {
                return true;
            }
        }
        return false;
    }
}
