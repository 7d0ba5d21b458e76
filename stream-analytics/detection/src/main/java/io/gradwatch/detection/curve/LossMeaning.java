package io.gradwatch.detection.curve;

import io.gradwatch.schema.RunStarted;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Meaning of a loss, by what its run declares. */
public final class LossMeaning {

    private static final Set<String> NO_ERRORS = Set.of("gan", "adversarial", "reinforcement", "rl");

    private LossMeaning() {}

    /**
     * Whether a lower loss is a better model, as far as the run declares: the losses of GANs and of reinforcement
     * learning measure the opponent or the returns as well.
     */
    public static boolean isError(RunStarted run) {
        String objective = run.getObjective();
        String words = objective == null ? "" : objective.toLowerCase(Locale.ROOT);
        return Arrays.stream(words.split("[^a-z]+")).noneMatch(NO_ERRORS::contains);
    }
}
