package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.diagnosis.Declared;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.series.SeriesNames;

/** A validation that is better than training, and what usually makes it so. */
final class ValidationBetterFinding {

    private ValidationBetterFinding() {}

    static Finding of(
            long onset, double margin, double needed, double validation, double training, DetectionContext context) {
        String series = SeriesNames.ofEvaluation(Split.TRAIN_VAL, SeriesNames.LOSS);
        Finding.Builder finding = Finding.builder(
                        Severity.INFO,
                        Math.max(0, onset),
                        "The validation loss (%.3g) has been below the training loss for a long time; half of the time that"
                                + " was at least %.3g times as large.",
                        validation,
                        Math.exp(margin))
                .split(Split.TRAIN_VAL)
                .evidence(Reading.circumstance(series, "training loss over validation loss", Math.exp(margin))
                        .in("times")
                        .atLeast(Math.exp(needed)))
                .evidence(Reading.level(series, "validation loss", validation))
                .evidence(Reading.level(SeriesNames.LOSS, "training loss", training));
        Declared declared = Declared.of(context.run());
        boolean harder = declared.dropout() || declared.augmentation() || declared.weightDecay();
        if (harder) {
            finding.cause(
                    "Dropout, augmentation or a weight penalty in the loss, as declared, make training harder than"
                            + " validation.",
                    "K9");
        }
        finding.cause("Validation data are in the training data too, or are easier than those.", "K21");
        if (!harder) {
            finding.cause("Dropout or augmentation make training harder than validation.", "K9");
        }
        return finding.remedy("Evaluate on the training data in evaluation mode: the difference should go away.", "K9")
                .remedy("Look for examples that are in both sets.", "K21")
                .remedy("Where the training error is too high, regularize less.", "K16")
                .build();
    }
}
