package io.gradwatch.detection.gradient;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.Severity;
import java.util.Locale;

/** Says how much of the gradient reaches the first layers, and ranks its causes by the declared activations. */
final class VanishingGradientFinding {

    private VanishingGradientFinding() {}

    static Finding of(DepthProfile profile, VanishingGradientDetector.State state, DetectionContext context) {
        String summary = String.format(
                Locale.ROOT,
                "The gradient vanishes by depth: it is %.3g in the last layers and %.3g in the first, from %s on, and the"
                        + " loss of late is %.3g, from %.3g at its start.",
                profile.last(),
                profile.first(),
                profile.firstLayer(),
                state.loss.recent,
                state.loss.start.level);
        Finding.Builder finding = Finding.builder(Severity.WARNING, state.since, summary)
                .layer(profile.firstLayer())
                .evidence(
                        "gradient of the first layers over that of the last",
                        profile.ratio(),
                        "",
                        "<=",
                        context.setting(VanishingGradientDetector.RATIO))
                .evidence(
                        "gradient of the first layers",
                        profile.first(),
                        "",
                        "<=",
                        context.setting(VanishingGradientDetector.SIZE))
                .evidence("loss over its start", state.loss.recent / state.loss.start.level, "");
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
