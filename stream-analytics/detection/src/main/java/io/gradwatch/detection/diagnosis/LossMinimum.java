package io.gradwatch.detection.diagnosis;

import io.gradwatch.schema.RunStarted;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Least value that a loss can have, by what the run declares of it. */
public final class LossMinimum {

    /** Names of losses that are sums of squares, sizes, or cross-entropies of classes. */
    private static final Set<String> NEVER_NEGATIVE = Set.of(
            "mse",
            "mseloss",
            "l1",
            "l1loss",
            "mae",
            "huber",
            "huberloss",
            "smoothl1",
            "smoothl1loss",
            "crossentropy",
            "crossentropyloss",
            "softmaxcrossentropy",
            "softmaxcrossentropyloss",
            "l2loss",
            "lossmcxent",
            "lossmse");

    private static final Set<String> OF_CLASSES = Set.of("classification", "language-model");

    private LossMinimum() {}

    /**
     * Whether the loss cannot be below zero: its name says so, or it is declared to be that of a classification or of a
     * language model. Not that of a regression, which may be a likelihood.
     */
    public static boolean isZero(RunStarted run) {
        String objective = run.getObjective();
        if (objective != null && OF_CLASSES.contains(objective.toLowerCase(Locale.ROOT))) {
            return true;
        }
        for (Map.Entry<String, String> entry : run.getHyperparameters().entrySet()) {
            String name = letters(entry.getKey());
            if ((name.equals("loss")
                            || name.equals("lossfunction")
                            || name.equals("lossfn")
                            || name.equals("criterion"))
                    && NEVER_NEGATIVE.contains(letters(entry.getValue()))) {
                return true;
            }
        }
        return false;
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
