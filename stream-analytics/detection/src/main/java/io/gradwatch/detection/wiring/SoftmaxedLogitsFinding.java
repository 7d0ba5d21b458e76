package io.gradwatch.detection.wiring;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import java.util.Locale;

/** Says by what a softmax too many was seen. */
final class SoftmaxedLogitsFinding {

    private SoftmaxedLogitsFinding() {}

    static Finding of(SoftmaxedLogitsDetector.State state, Step step, DetectionContext context, boolean output) {
        Finding.Builder finding = output
                ? Finding.builder(
                                Severity.WARNING,
                                state.outputs.since,
                                "The output that goes to a loss on logits lies in [0, 1] and sums to 1: it is softmaxed"
                                        + " already.")
                        .evidence(
                                "outputs in a row that are probabilities",
                                state.outputs.yes,
                                "",
                                ">=",
                                context.setting(SoftmaxedLogitsDetector.OUTPUTS))
                : byLoss(state, step, context);
        return finding.cause("The network ends in a softmax, and the loss applies one of its own.", "K8")
                .remedy("Remove the softmax at the end of the network, or take the loss on probabilities.", "K8")
                .build();
    }

    private static Finding.Builder byLoss(SoftmaxedLogitsDetector.State state, Step step, DetectionContext context) {
        int classes = CrossEntropy.classes(context.run()).orElseThrow();
        double floor = CrossEntropy.softmaxedFloor(classes);
        String summary = String.format(
                Locale.ROOT,
                "The loss is stuck at %.3g while the accuracy is %.3g: with softmaxed outputs of %d classes it cannot"
                        + " fall below %.3g.",
                step.getLoss(),
                step.getMetrics().get("accuracy"),
                classes,
                floor);
        return Finding.builder(Severity.WARNING, state.losses.since, summary)
                .evidence("loss", step.getLoss(), "", ">=", floor)
                .evidence(
                        "accuracy", step.getMetrics().get("accuracy"), "", ">=", SoftmaxedLogitsDetector.HIGH_ACCURACY)
                .evidence(
                        "steps in a row at the floor",
                        state.losses.yes,
                        "steps",
                        ">=",
                        context.setting(SoftmaxedLogitsDetector.STEPS));
    }
}
