package io.gradwatch.calibration.causes;

import static io.gradwatch.detection.diagnosis.Cause.*;

import io.gradwatch.detection.diagnosis.Cause;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Causes that are right for each fault of the lab. Several where an engineer who reads any of them finds the fault:
 *
 * <ul>
 *   <li>all wrong learning rates above the right one are one cause: the remedy is the same, and where it was planted
 *       (from the start, by a jump, by cycles, by a restart) is told by the reason beside it; so are all those below;
 *   <li>over-fitting for want of data or of weight decay: both are remedies of the same gap;
 *   <li>weights that begin wrongly block the gradients ("a wrong initialisation" is in the sentence), and so do units
 *       that saturate; small weights in a deep net of sigmoids are both;
 *   <li>recurrent weights above 1 are a wrong initialisation, want clipping, and are planted together with a higher
 *       rate;
 *   <li>targets that change their unit, and inputs that are blank, are data that are preprocessed wrongly;
 *   <li>a last layer that is overwritten lets no gradient through;
 *   <li>a division by a deviation of zero is an operation that leaves its range, and makes an input that is not finite.
 * </ul>
 */
final class AcceptedCauses {

    private static final Map<String, Set<Cause>> BY_FAULT = new HashMap<>();
    private static final Map<String, Cause> PRIMARY = new HashMap<>();

    static {
        accept(LEARNING_RATE_TOO_HIGH, "lr-too-high", "lr-jump", "lr-grows", "lr-cycles", "lr-restarts-wrongly");
        accept(LEARNING_RATE_TOO_LOW, "lr-too-low", "lr-zero", "lr-decays-early");
        accept(TOO_LITTLE_DATA, "too-little-data", "weight-decay-missing");
        accept(TOO_LITTLE_REGULARIZATION, "too-little-data", "weight-decay-missing");
        accept(NUMERICAL_OPERATION, "log-of-zero", "division-by-zero", "loss-infinite");
        accept(NON_FINITE_INPUT, "division-by-zero");
        accept(FLIPPED_SIGN, "sign-flipped", "loss-negated");
        accept(GRADIENTS_KEPT, "gradients-not-zeroed");
        accept(INITIALISATION, "weights-zero", "weights-too-large", "deep-sigmoids", "recurrence-explodes");
        accept(GRADIENTS_BLOCKED, "weights-zero", "deep-sigmoids", "units-die", "units-saturate", "output-collapses");
        accept(GRADIENTS_BLOCKED, "layers-frozen", "graph-detached");
        accept(UNCLIPPED_GRADIENTS, "recurrence-explodes", "gradients-explode");
        accept(LEARNING_RATE_TOO_HIGH, "recurrence-explodes");
        accept(MISSING_PARAMETERS, "optimizer-lacks-parameters");
        accept(TOO_MUCH_REGULARIZATION, "weight-decay-too-strong", "dropout-too-strong");
        accept(CORRUPT_DATA, "labels-shuffled", "labels-noisy", "data-alternates", "inputs-blank", "targets-rescaled");
        accept(SORTED_DATA, "classes-sorted");
        accept(WRONG_INPUT_TO_LOSS, "output-rectified", "softmax-twice", "wrong-loss");
        accept(WRONG_SOFTMAX_DIMENSION, "softmax-over-batch");
        accept(SHAPES_BROADCAST, "shapes-broadcast");
        accept(INPUT_SCALE, "inputs-rescaled");
        accept(BAD_BATCH, "corrupted-batch");
        accept(CLIPPED_AWAY, "clip-too-tight");
        accept(BATCH_TOO_SMALL, "batch-of-one");
        accept(STEPS_SKIPPED, "steps-skipped");
    }

    private AcceptedCauses() {}

    /** The one that a fault is learnt as: the first that the table names. */
    static Optional<Cause> primary(String fault) {
        return Optional.ofNullable(PRIMARY.get(fault));
    }

    /** Right causes of a fault; empty of one that no cause stands for, which counts as never named. */
    static Set<Cause> of(String fault) {
        return BY_FAULT.getOrDefault(fault, Set.of());
    }

    private static void accept(Cause cause, String... faults) {
        for (String fault : faults) {
            PRIMARY.putIfAbsent(fault, cause);
            BY_FAULT.computeIfAbsent(fault, ignored -> EnumSet.noneOf(Cause.class))
                    .add(cause);
        }
    }
}
