package io.gradwatch.detection.curve;

import io.gradwatch.schema.RunStarted;
import java.util.regex.Pattern;

/** Meaning of a loss, by what its run declares. */
public final class LossMeaning {

    private static final Pattern NO_ERROR =
            Pattern.compile("(?<![a-z])(gan|adversarial|reinforcement|rl)(?![a-z])", Pattern.CASE_INSENSITIVE);

    private LossMeaning() {}

    /**
     * True if a lower loss is a better model, as far as the run declares: the losses of GANs and of reinforcement
     * learning measure the opponent or the returns as well.
     */
    public static boolean isError(RunStarted run) {
        String objective = run.getObjective();
        return objective == null || !NO_ERROR.matcher(objective).find();
    }
}
