package io.gradwatch.agent.logs.run;

/**
 * A count that a training moves forward: its steps, or its epochs. Tells a restart from a writer that is a little
 * behind.
 */
final class CountProgress {

    /** A count that goes back by more than this many intervals is a restart; writers out of order differ by less. */
    static final int RESTART_INTERVALS = 3;

    /** So many values must be known before a return to the first one is a restart. Own choice. */
    private static final int KNOWN = 3;

    /** Movement of the count with a value. */
    enum Move {
        FORWARD,
        /** Behind, but by no more than writers out of order are. */
        LATE,
        /** Back at the start of the training, or at a checkpoint. */
        RESTART
    }

    private double first;
    private double furthest = Double.NaN;
    private double interval;
    private int values;

    /** @param interval that is assumed until two values are known, in the unit of the count, above 0 */
    CountProgress(double interval) {
        this.interval = interval;
    }

    /** Moves to a value. */
    Move to(double value) {
        return to(value, false);
    }

    /**
     * Moves to a value, from which a restart counts on.
     *
     * @param restarts true if it is known that the count may go back here
     */
    Move to(double value, boolean restarts) {
        if (values == 0 || value > furthest) {
            interval = values == 0 ? interval : value - furthest;
            first = values == 0 ? value : first;
            furthest = value;
            values++;
            return Move.FORWARD;
        }
        if (value == furthest) {
            return Move.FORWARD;
        }
        boolean atStart = value <= first && values >= KNOWN;
        if (!restarts && !atStart && value >= furthest - RESTART_INTERVALS * interval) {
            return Move.LATE;
        }
        first = value;
        furthest = value;
        values = 1;
        return Move.RESTART;
    }
}
