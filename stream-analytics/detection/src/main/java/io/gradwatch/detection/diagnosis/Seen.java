package io.gradwatch.detection.diagnosis;

/**
 * Clues by their names. Unknown ones are neither above nor below anything.
 *
 * @param clues one value a {@link Clue}, NaN where unknown
 */
record Seen(float[] clues) {

    float of(Clue clue) {
        return clues[clue.ordinal()];
    }

    boolean is(Clue clue) {
        return of(clue) > 0;
    }

    /** Known, and not so. */
    boolean isNot(Clue clue) {
        return of(clue) <= 0;
    }

    boolean above(Clue clue, double bound) {
        return of(clue) > bound;
    }

    boolean below(Clue clue, double bound) {
        return of(clue) < bound;
    }

    boolean isKnown(Clue clue) {
        return !Float.isNaN(of(clue));
    }

    boolean isBlowUp() {
        return is(Clue.NAN) || is(Clue.EXPLODING) || is(Clue.DIVERGING) || is(Clue.SPIKE);
    }

    boolean isStandstill() {
        return is(Clue.PLATEAU) || is(Clue.STALLED) || is(Clue.VANISHING) || is(Clue.UNDERFITTING);
    }
}
