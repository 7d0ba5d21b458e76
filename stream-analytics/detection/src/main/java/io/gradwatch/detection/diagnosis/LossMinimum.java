package io.gradwatch.detection.diagnosis;

import io.gradwatch.schema.RunStarted;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Least value that a loss can have, by what the run declares of it. */
public final class LossMinimum {

    /** Names of losses that are means or sums of squares or of sizes. */
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
            "l2loss",
            "lossmse");

    /** Names of losses that are below zero where the output or the labels are not what they expect. */
    private static final Set<String> CROSS_ENTROPIES =
            Set.of("crossentropy", "crossentropyloss", "softmaxcrossentropy", "softmaxcrossentropyloss", "lossmcxent");

    private static final Set<String> LOSSES = Set.of("loss", "lossfunction", "lossfn", "criterion");
    private static final Pattern OTHER_SIGNS = Pattern.compile("[^a-z0-9]");
    private static final Set<String> OF_CLASSES = Set.of("classification", "language-model");

    private LossMinimum() {}

    /**
     * True where the loss cannot be below zero: its name is that of a mean of squares or of sizes. Not that of a
     * regression, which may be a likelihood.
     */
    public static boolean isZero(RunStarted run) {
        return isNamed(run, NEVER_NEGATIVE);
    }

    /**
     * True where a loss below zero is odd, for several reasons: it is named or declared to be that of classes. One over
     * softmaxed outputs lies in [-1, 0], labels out of range make it negative, and so do an entropy bonus or a Dice
     * score.
     */
    public static boolean isUsuallyZero(RunStarted run) {
        String objective = run.getObjective();
        return isNamed(run, CROSS_ENTROPIES)
                || (objective != null && OF_CLASSES.contains(objective.toLowerCase(Locale.ROOT)));
    }

    private static boolean isNamed(RunStarted run, Set<String> names) {
        for (Map.Entry<String, String> entry : run.getHyperparameters().entrySet()) {
            if (LOSSES.contains(letters(entry.getKey())) && names.contains(letters(entry.getValue()))) {
                return true;
            }
        }
        return false;
    }

    private static String letters(String text) {
        return OTHER_SIGNS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
