package io.gradwatch.detection.singlebatch;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Locale;

/** The test of a single batch: passed, or how it failed and why probably, in the order of K1 to K4. */
final class SingleBatchFinding {

    private SingleBatchFinding() {}

    static Finding of(SingleBatchOutcome outcome, BatchCurve curve, DetectionContext context) {
        double nearZero = context.setting(SingleBatchDetector.NEAR_ZERO);
        String level = String.format(Locale.ROOT, "%.3g %% of its start", 100 * curve.level());
        return switch (outcome) {
            case PASSES ->
                builder(Severity.INFO, curve, "Over-fitting a single batch passes: the loss came to " + level + ".")
                        .evidence(Reading.share(SeriesNames.LOSS, "loss over its start", 100 * curve.level())
                                .in("%")
                                .atMost(100 * nearZero))
                        .build();
            case UNDECIDED ->
                builder(
                                Severity.INFO,
                                curve,
                                "Over-fitting a single batch has no verdict: the loss came to " + level + " only.")
                        .evidence(Reading.share(SeriesNames.LOSS, "loss over its start", 100 * curve.level())
                                .in("%")
                                .above(100 * nearZero))
                        .remedy("Train on the batch for longer.", "K5")
                        .build();
            case UP ->
                failed(curve, "its loss goes up, to " + level)
                        .cause("The sign of the loss or of the gradient is flipped.", "K1")
                        .cause("The learning rate is too high.", "K1")
                        .cause("A softmax is taken over the wrong dimension.", "K1")
                        .remedy("Check the sign of the loss and of the update.", "K1")
                        .remedy("Divide the learning rate by 10.", "K1")
                        .build();
            case EXPLODES ->
                failed(curve, "its loss explodes")
                        .cause("A numerical issue: an exp, a log or a division.", "K2")
                        .cause("The learning rate is too high.", "K2")
                        .remedy("Find the first tensor that is not finite.", "K10")
                        .remedy("Divide the learning rate by 10.", "K2")
                        .build();
            case OSCILLATES ->
                failed(curve, "its loss oscillates, with " + curve.tops + " swings")
                        .evidence(Reading.count("swings", curve.tops, "swings"))
                        .cause(
                                "Data or labels are corrupted: zeroed, shuffled apart, or preprocessed anew each time.",
                                "K3")
                        .cause("The learning rate is too high.", "K3")
                        .remedy("Look at the batch with its labels just before it enters the network.", "K3")
                        .remedy("Divide the learning rate by 10.", "K3")
                        .build();
            case PLATEAUS ->
                failed(curve, "its loss plateaus at " + level)
                        .cause("The learning rate is too low.", "K4")
                        .cause("Gradients do not flow through the whole model.", "K4")
                        .cause("There is too much regularization.", "K4")
                        .cause(
                                "The input of the loss is wrong: a softmax where logits are expected, a ReLU on the output.",
                                "K4")
                        .cause("Data or labels are corrupted.", "K4")
                        .remedy("Raise the learning rate tenfold.", "K4")
                        .remedy("Switch all regularization off.", "K4")
                        .remedy("Check that every layer gets a gradient, and what enters the loss.", "K4")
                        .build();
        };
    }

    private static Finding.Builder failed(BatchCurve curve, String how) {
        return builder(Severity.WARNING, curve, "Over-fitting a single batch fails: " + how + ".")
                .evidence(Reading.share(SeriesNames.LOSS, "loss over its start", 100 * curve.level())
                        .in("%"));
    }

    private static Finding.Builder builder(Severity severity, BatchCurve curve, String summary) {
        return Finding.builder(severity, curve.level() > 1 ? curve.lastGood : curve.first, summary);
    }
}
