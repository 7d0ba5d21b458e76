package io.gradwatch.detection.gradient;

import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says what stands still, and ranks the causes by whether that is all or a part. */
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
        String summary = whole
                ? String.format(
                        Locale.ROOT,
                        "Nothing learns: no parameter has changed, or every gradient has been zero, at %d measurements"
                                + " since step %d.",
                        inRow,
                        onset)
                : String.format(
                        Locale.ROOT,
                        "A part of the network does not learn: %s and %d others stand still at %d measurements since"
                                + " step %d.",
                        name.startsWith("gradient of ") ? "the " + name + " is zero" : name + " does not change",
                        count - 1,
                        inRow,
                        onset);
        Finding.Builder finding = Finding.builder(severity, onset, summary)
                .evidence("measurements in a row", inRow, "", ">=", observations)
                .evidence("steps", (double) now - onset, "steps", ">=", steps)
                .evidence("tensors that stand still", count, "tensors");
        if (!whole) {
            finding.layer(name.replaceFirst("^gradient of ", ""));
        }
        if (unchanged.still.leftOut > 0) {
            finding.evidence("measurements that were left out", unchanged.still.leftOut, "");
        }
        return advice(finding, severity).build();
    }

    private static Finding.Builder advice(Finding.Builder finding, Severity severity) {
        if (severity == Severity.INFO) {
            finding.cause("The layers are frozen on purpose, as in fine-tuning.", "K4");
        }
        return finding.cause("The parameters were not given to the optimizer, or do not require gradients.", "K4")
                .cause("The graph is cut before them: a detach, an argmax, a part without gradients.", "K4")
                .cause("Zero weights or dead units let no gradient through.", "K12")
                .remedy("Compare the parameters of the optimizer with those of the model.", "K4")
                .remedy("Look for operations that cut the graph between these layers and the loss.", "K4")
                .remedy("Initialise weights at random, He-normal for ReLU.", "K12");
    }
}
