package io.gradwatch.detection.diagnosis;

import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.RunStarted;
import java.util.ArrayList;
import java.util.List;

/** Causes and remedies of over-fitting, in the order of K17, less what the run declares that it has. */
public final class OverfittingAdvice {

    private static final String ITEM = "K17";

    private OverfittingAdvice() {}

    /** Adds both to a finding; the last remedy names the step of the best validation. */
    public static Finding.Builder addTo(Finding.Builder finding, long bestStep, RunStarted run) {
        Declared declared = Declared.of(run);
        finding.cause("There are too few training data for the size of the model.", ITEM);
        finding.cause(
                declared.weightDecay() || declared.dropout()
                        ? "The regularization is too weak."
                        : "The model is not regularized: no weight decay and no dropout is declared.",
                ITEM);
        if (declared.weightDecay()) {
            finding.cause(
                    "Weight decay is on: where the gap stays stable rather than growing, the run may still generalise"
                            + " much later (grokking).",
                    "K23");
        }
        return finding.remedies(remedies(run, ", at the checkpoint nearest to step " + bestStep));
    }

    /** The remedies, first things first. */
    public static List<Advice> remedies(RunStarted run) {
        return remedies(run, "");
    }

    private static List<Advice> remedies(RunStarted run, String where) {
        Declared declared = Declared.of(run);
        List<Advice> remedies = new ArrayList<>();
        remedies.add(new Advice("Add training data.", ITEM));
        if (!declared.normalization()) {
            remedies.add(new Advice("Add batch or layer normalization.", ITEM));
        }
        if (!declared.augmentation()) {
            remedies.add(new Advice("Augment the training data.", ITEM));
        }
        if (!declared.dropout()) {
            remedies.add(new Advice("Add dropout.", ITEM));
        }
        remedies.add(new Advice(declared.weightDecay() ? "Raise the weight decay." : "Add weight decay (L2).", ITEM));
        remedies.add(new Advice("Analyse the errors on the validation set by type.", "K20"));
        remedies.add(new Advice("Try an architecture closer to the state of the art for this task.", ITEM));
        remedies.add(new Advice("Tune the hyper-parameters, the learning rate first.", "K22"));
        remedies.add(new Advice(
                "Last, and not recommended: stop early" + where + "; remove features; take a smaller model.", ITEM));
        return remedies;
    }
}
