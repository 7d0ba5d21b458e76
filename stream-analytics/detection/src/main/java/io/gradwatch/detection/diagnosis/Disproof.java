package io.gradwatch.detection.diagnosis;

/** Ruling out of a cause: one that a watcher would have seen and did not see. Bounds are own choice. */
final class Disproof {

    private static final double SANE_DECAY = 1e-3;
    private static final double SANE_DECAY_OF_STEP = Math.log(2e-3);
    private static final double SANE_DROPOUT = 0.5;
    private static final double SHRUNK = Math.log(0.8);
    private static final double FEW = Math.log(4);
    private static final double RIGHT = 0.5;

    private Disproof() {}

    /** True where it cannot be the cause. */
    static boolean of(Cause cause, Seen seen) {
        return switch (cause) {
            case GRADIENTS_KEPT -> seen.isNot(Clue.KEPT);
            case FLIPPED_SIGN ->
                seen.above(Clue.AGREEMENT, RIGHT) && seen.below(Clue.ASCENT, RIGHT) && !seen.is(Clue.NEGATIVE);
            case MISSING_PARAMETERS -> seen.isNot(Clue.MISSING);
            case CLIPPED_AWAY ->
                seen.isBlowUp()
                        || seen.below(Clue.CLIPPED, 1)
                        || (seen.isKnown(Clue.KEPT) && !seen.isKnown(Clue.CLIP_NORM));
            case SHAPES_BROADCAST -> seen.isNot(Clue.BROADCAST) && seen.isKnown(Clue.LABELS_ALIKE);
            case SORTED_DATA -> seen.isNot(Clue.LABELS_OF_ONE_CLASS);
            case STEPS_SKIPPED -> seen.isNot(Clue.SKIPPED);
            case NON_FINITE_INPUT -> seen.isNot(Clue.NON_FINITE_INPUT) || !seen.is(Clue.NAN);
            case BATCH_TOO_SMALL -> seen.above(Clue.BATCH_SIZE, FEW);
            case TOO_MUCH_REGULARIZATION ->
                !seen.above(Clue.DROPOUT, SANE_DROPOUT)
                        && ((seen.below(Clue.DECAY, SANE_DECAY) && !seen.below(Clue.PARAMETER_GROWTH, SHRUNK))
                                || (seen.is(Clue.DECAY) && seen.below(Clue.DECAY_OF_STEP, SANE_DECAY_OF_STEP)));
            case NUMERICAL_OPERATION -> !seen.is(Clue.NAN) && !seen.is(Clue.EXPLODING);
            case LEARNING_RATE_TOO_LOW -> seen.isBlowUp();
            case UNCLIPPED_GRADIENTS, BAD_BATCH -> seen.isStandstill();
            case TOO_LITTLE_DATA, TOO_LITTLE_REGULARIZATION -> seen.isStandstill() || seen.is(Clue.NAN);
            default -> false;
        };
    }
}
