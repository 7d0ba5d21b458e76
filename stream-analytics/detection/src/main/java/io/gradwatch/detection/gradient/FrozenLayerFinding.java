package io.gradwatch.detection.gradient;

import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import java.util.Map;
import java.util.Optional;

/** A network that stands still, or a part of it, with its causes. */
final class FrozenLayerFinding {

    private FrozenLayerFinding() {}

    static Finding of(FrozenLayerDetector.State state, Severity severity, long now, long steps) {
        Unchanged unchanged = state.unchanged;
        int observations = FrozenLayerDetector.OBSERVATIONS;
        boolean whole = unchanged.wholeInRow >= observations && now - unchanged.wholeSince >= steps;
        Optional<Map.Entry<String, LayerStreaks.Streak>> part = unchanged.still.longest(observations, steps, now);
        long onset = whole
                ? unchanged.wholeSince
                : part.map(one -> one.getValue().since).orElse(now);
        int inRow = whole
                ? unchanged.wholeInRow
                : part.map(one -> one.getValue().count).orElse(0);
        String name = part.map(Map.Entry::getKey).orElse("");
        long count = unchanged.still.count(observations, steps, now);
        String which = name.startsWith("gradient of ") ? "the " + name + " is zero" : name + " does not change";
        String others = count <= 1 ? "" : count == 2 ? ", as one other tensor" : ", as " + (count - 1) + " others";
        Finding.Builder finding = whole
                ? Finding.builder(
                        severity,
                        onset,
                        "Nothing learns: no parameter has changed, or every gradient has been zero, at %d measurements"
                                + " since step %d.",
                        inRow,
                        onset)
                : Finding.builder(
                        severity,
                        onset,
                        "A part of the network does not learn: %s at %d measurements since step %d%s.",
                        which,
                        inRow,
                        onset,
                        others);
        finding.evidence(Reading.count("measurements in a row", inRow, "measurements")
                        .atLeast(observations))
                .evidence(Reading.count("steps", now - onset, "steps").atLeast(steps))
                .evidence(Reading.step("first step without a change", onset));
        if (!whole) {
            finding.evidence(Reading.count("tensors that stand still", count, "tensors"))
                    .evidence(Reading.count("other tensors that stand still", count - 1, "tensors"));
        }
        if (!whole) {
            finding.layer(name.replaceFirst("^gradient of ", ""));
        }
        if (unchanged.still.leftOut > 0) {
            finding.evidence(Reading.count("measurements that were left out", unchanged.still.leftOut, "measurements"));
        }
        return advice(finding, severity).build();
    }

    private static Finding.Builder advice(Finding.Builder finding, Severity severity) {
        if (severity == Severity.INFO) {
            finding.cause("The layers are frozen on purpose, as in fine-tuning.", "K4");
        }
        return finding.cause(Cause.MISSING_PARAMETERS.text(), "K4")
                .cause("The parameters do not require gradients.", "K4")
                .cause("The graph is cut before them: a detach, an argmax, a part without gradients.", "K4")
                .cause("Zero weights or dead units let no gradient through.", "K12")
                .remedy("Compare the parameters of the optimizer with those of the model.", "K4")
                .remedy("Look for operations that cut the graph between these layers and the loss.", "K4")
                .remedy("Initialise weights at random, He-normal for ReLU.", "K12");
    }
}
