package io.gradwatch.detection.wiring;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;

/** A network that answers with one class, and why probably. */
final class CollapsedPredictionsFinding {

    private CollapsedPredictionsFinding() {}

    static Finding of(Streak streak, int most, double share, double labels, DetectionContext context) {
        return Finding.builder(
                        Severity.WARNING,
                        streak.since,
                        "The network answers with class %d in %.4g %% of the examples, which has %.3g %% of the labels.",
                        most,
                        100 * share,
                        100 * labels)
                .evidence(Reading.share("share of the predictions in one class", share)
                        .atLeast(context.setting(CollapsedPredictionsDetector.SHARE)))
                .evidence(Reading.share("share of the labels in that class", labels)
                        .atMost(CollapsedPredictionsDetector.LABELS))
                .evidence(Reading.circumstance("", "number of that class", most))
                .evidence(Reading.count("windows in a row", streak.yes, "windows")
                        .atLeast(context.setting(CollapsedPredictionsDetector.WINDOWS)))
                .cause("No gradient flows through the whole network: dead units, or a ReLU on the output.", "K4")
                .cause("Labels are out of order against the features, or corrupted.", "K21")
                .cause("The learning rate is too high, or too low to leave the start.", "K4")
                .remedy("Overfit a single batch: a network that cannot is wired wrongly.", "K5")
                .remedy("Look at a few examples with their labels just before they enter the network.", "K21")
                .build();
    }
}
