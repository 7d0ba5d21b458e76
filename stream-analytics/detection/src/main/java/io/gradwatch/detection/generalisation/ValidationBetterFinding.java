package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import java.util.Locale;

/** Says how much better validation is than training, and what usually makes it so. */
final class ValidationBetterFinding {

    private ValidationBetterFinding() {}

    static Finding of(
            long onset, double margin, double needed, double validation, double training, DetectionContext context) {
        String summary = String.format(
                Locale.ROOT,
                "The validation loss (%.3g) has been below the training loss (%.3g) for a long time.",
                validation,
                training);
        Finding.Builder finding = Finding.builder(Severity.INFO, Math.max(0, onset), summary)
                .split(Split.TRAIN_VAL)
                .evidence("training loss over validation loss", Math.exp(margin), "", ">=", Math.exp(needed));
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
