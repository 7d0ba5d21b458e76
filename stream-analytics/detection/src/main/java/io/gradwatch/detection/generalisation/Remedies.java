package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.diagnosis.Declared;
import io.gradwatch.detection.diagnosis.OverfittingAdvice;
import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.RunStarted;
import java.util.ArrayList;
import java.util.List;

/** Remedies against each part of the test error, in the order of K16 to K19, less what a run declares it has. */
public final class Remedies {

    private Remedies() {}

    /** First things first; never empty. */
    public static List<Advice> of(Part part, RunStarted run) {
        if (part == Part.VARIANCE) {
            return OverfittingAdvice.remedies(run);
        }
        List<String> remedies = switch (part) {
            case BIAS -> underfitting(run);
            case SHIFT ->
                List.of(
                        "Look at the errors on the test-val set and collect training data to match them.",
                        "Look at the errors on the test-val set and synthesise training data to match them.",
                        "Adapt the domain: fine-tune on target data, or without their labels by CORAL, domain"
                                + " confusion or CycleGAN.");
            default -> List.of("Collect new validation data.");
        };
        return remedies.stream()
                .map(text -> new Advice(text, text.startsWith("Analyse") ? "K20" : part.knowledgeItem()))
                .toList();
    }

    private static List<String> underfitting(RunStarted run) {
        Declared declared = Declared.of(run);
        boolean silent = run.getHyperparameters().isEmpty() && run.getLayers().isEmpty();
        List<String> remedies = new ArrayList<>();
        remedies.add("Take a bigger model.");
        if (declared.weightDecay() || declared.dropout() || silent) {
            remedies.add("Regularize less.");
        }
        remedies.add("Analyse the errors on the training set by type.");
        remedies.add("Try an architecture closer to the state of the art for this task.");
        remedies.add("Tune the hyper-parameters, the learning rate first.");
        remedies.add("Add features.");
        return remedies;
    }
}
