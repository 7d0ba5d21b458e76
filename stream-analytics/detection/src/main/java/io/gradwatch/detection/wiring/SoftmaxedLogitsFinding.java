package io.gradwatch.detection.wiring;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.series.SeriesNames;

/** A softmax too many, seen by the outputs or by the loss. */
final class SoftmaxedLogitsFinding {

    private SoftmaxedLogitsFinding() {}

    static Finding of(SoftmaxedLogitsDetector.State state, Step step, DetectionContext context, boolean output) {
        Finding.Builder finding = output
                ? Finding.builder(
                                Severity.WARNING,
                                state.outputs.since,
                                "The output that goes to a loss on logits lies in [0, 1] and sums to 1: it is softmaxed"
                                        + " already.")
                        .evidence(Reading.count("outputs in a row that are probabilities", state.outputs.yes, "outputs")
                                .atLeast(context.setting(SoftmaxedLogitsDetector.OUTPUTS)))
                : byLoss(state, step, context);
        return finding.cause("The network ends in a softmax, and the loss applies one of its own.", "K8")
                .remedy("Remove the softmax at the end of the network, or take the loss on probabilities.", "K8")
                .build();
    }

    private static Finding.Builder byLoss(SoftmaxedLogitsDetector.State state, Step step, DetectionContext context) {
        int classes = CrossEntropy.classes(context.run()).orElseThrow();
        double floor = CrossEntropy.softmaxedFloor(classes);
        return Finding.builder(
                        Severity.WARNING,
                        state.losses.since,
                        "The loss is stuck at %.3g while the accuracy is %.3g: with softmaxed outputs of %d classes it cannot"
                                + " fall below %.3g.",
                        step.getLoss(),
                        step.getMetrics().get("accuracy"),
                        classes,
                        floor)
                .evidence(Reading.count("classes", classes, "classes"))
                .evidence(
                        Reading.level(SeriesNames.LOSS, "loss", step.getLoss()).atLeast(floor))
                .evidence(
                        Reading.level("accuracy", "accuracy", step.getMetrics().get("accuracy"))
                                .atLeast(SoftmaxedLogitsDetector.HIGH_ACCURACY))
                .evidence(Reading.count("steps in a row at the floor", state.losses.yes, "steps")
                        .atLeast(context.setting(SoftmaxedLogitsDetector.STEPS)));
    }
}
