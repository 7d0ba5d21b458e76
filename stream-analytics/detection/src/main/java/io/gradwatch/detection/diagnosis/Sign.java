package io.gradwatch.detection.diagnosis;

/**
 * Causes that a value far from sane speaks for, as log odds beside those of the table: the lab plants few of these at
 * such strengths. Own choice: e<sup>3</sup> is twenty times likelier. Sane values are those of K4, K7 and K13.
 */
final class Sign {

    private static final double STRONG = 3;

    private static final double TINY_UPDATE = Math.log(1e-5);
    private static final double HUGE_UPDATE = Math.log(0.05);
    private static final double WIDE_INPUT = Math.log(30);
    private static final double CHANGED_INPUT = Math.log(3);
    private static final double STRONG_DECAY = 0.3;
    private static final double DECAY_OF_STEP = Math.log(1e-3);
    private static final double CLIPPED_MUCH = Math.log(30);
    private static final double NOT_DECLARED = Math.log(3);
    private static final double STRONG_DROPOUT = 0.6;

    private Sign() {}

    static double of(Cause cause, Seen seen) {
        boolean speaks = switch (cause) {
            case LEARNING_RATE_TOO_LOW -> seen.below(Clue.UPDATE_RATIO, TINY_UPDATE);
            case LEARNING_RATE_TOO_HIGH -> seen.above(Clue.UPDATE_RATIO, HUGE_UPDATE);
            case INPUT_SCALE ->
                seen.above(Clue.INPUT, WIDE_INPUT)
                        || seen.above(Clue.INPUT_CHANGE, CHANGED_INPUT)
                        || seen.below(Clue.INPUT_CHANGE, -CHANGED_INPUT);
            case TOO_MUCH_REGULARIZATION ->
                seen.above(Clue.DROPOUT, STRONG_DROPOUT)
                        || (seen.above(Clue.DECAY_OVER_DECLARED, NOT_DECLARED)
                                && seen.above(Clue.DECAY_OF_STEP, DECAY_OF_STEP))
                        || (seen.above(Clue.DECAY, STRONG_DECAY) && !seen.isKnown(Clue.DECAY_OF_STEP));
            case GRADIENTS_BLOCKED -> seen.isStandstill() && seen.is(Clue.WITHOUT_GRADIENT);
            case CLIPPED_AWAY -> seen.isStandstill() && seen.above(Clue.CLIPPED, CLIPPED_MUCH);
            case SHAPES_BROADCAST -> seen.is(Clue.BROADCAST);
            default -> false;
        };
        return speaks ? STRONG : 0;
    }
}
