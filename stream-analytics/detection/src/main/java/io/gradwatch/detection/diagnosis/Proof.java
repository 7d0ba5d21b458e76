package io.gradwatch.detection.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Contradiction that leaves no doubt about a cause, the plainest first. Bounds are own choice, far from what a healthy
 * run shows: a right step goes downhill (cosine near -1, or near 0 with much momentum), gradients arrive as they were
 * computed (cosine 1), and clipping bites by a factor of a few.
 */
enum Proof {
    NON_FINITE_INPUT(Cause.NON_FINITE_INPUT, seen -> seen.is(Clue.NON_FINITE_INPUT)),
    OPTIMIZER_LACKS(Cause.MISSING_PARAMETERS, seen -> seen.isStandstill() && seen.is(Clue.MISSING)),
    KEPT(Cause.GRADIENTS_KEPT, seen -> seen.is(Clue.KEPT)),
    TURNED_ROUND(Cause.FLIPPED_SIGN, seen -> seen.below(Clue.AGREEMENT, -0.5)),
    UPHILL(Cause.FLIPPED_SIGN, seen -> seen.is(Clue.UPHILL_PROVEN)),
    BELOW_MINIMUM(Cause.FLIPPED_SIGN, seen -> seen.is(Clue.NEGATIVE_PROVEN)),
    BROADCAST(Cause.SHAPES_BROADCAST, seen -> seen.is(Clue.BROADCAST_PROVEN)),
    RATE_GONE(
            Cause.LEARNING_RATE_TOO_LOW,
            seen -> seen.isStandstill()
                    && (seen.is(Clue.RATE_ZERO) || seen.below(Clue.RATE_OVER_HIGHEST, Math.log(1e-4)))),
    INPUT_CONSTANT(Cause.CORRUPT_DATA, seen -> seen.is(Clue.INPUT_CONSTANT)),
    ONE_CLASS_A_BATCH(Cause.SORTED_DATA, seen -> seen.above(Clue.LABELS_OF_ONE_CLASS, 0.5)),
    NO_GRADIENT(Cause.GRADIENTS_BLOCKED, seen -> seen.isStandstill() && seen.above(Clue.WITHOUT_GRADIENT, 0.5)),
    SKIPPED(
            Cause.STEPS_SKIPPED,
            seen -> seen.isStandstill()
                    && seen.above(Clue.SKIPPED_IN_ROW, 2)
                    && !seen.below(Clue.RATE_OVER_HIGHEST, Math.log(1e-2))),
    CLIPPED(
            Cause.CLIPPED_AWAY,
            seen -> seen.isStandstill()
                    && seen.above(Clue.CLIPPED, Math.log(30))
                    // The step of Adam hardly depends on the scale of the gradient.
                    && (seen.is(Clue.SGD) || seen.below(Clue.UPDATE_RATIO, Math.log(1e-4))));

    private final Cause cause;
    private final Predicate<Seen> holds;

    Proof(Cause cause, Predicate<Seen> holds) {
        this.cause = cause;
        this.holds = holds;
    }

    /** Causes that the clues prove, the plainest first. */
    static List<Cause> of(Seen seen) {
        List<Cause> proven = new ArrayList<>();
        for (Proof proof : values()) {
            if (proof.holds.test(seen) && !proven.contains(proof.cause)) {
                proven.add(proof.cause);
            }
        }
        return proven;
    }
}
