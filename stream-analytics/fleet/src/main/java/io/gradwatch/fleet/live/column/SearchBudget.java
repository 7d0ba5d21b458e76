package io.gradwatch.fleet.live.column;

/**
 * Bound of the work of the patterns of one query over all runs: patterns come from anybody, and runs are many. Not
 * thread-safe.
 */
public final class SearchBudget {

    /** Comparisons of a character that the patterns of a query may need: a few seconds at most. Own choice. */
    static final long COMPARISONS = 100_000_000;

    private long left = COMPARISONS;

    /** A query whose patterns take too long. */
    public static final class ExceededException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** The message, by which peers of all releases know the refusal. */
        public static final String MESSAGE =
                "The pattern takes too long on these runs: a simpler one, or more filters beside it, may do";

        /** A query that compares too much. */
        public ExceededException() {
            super(MESSAGE);
        }
    }

    /** @throws ExceededException where so many comparisons are not left */
    void spend(long comparisons) {
        left -= comparisons;
        if (left < 0) {
            throw new ExceededException();
        }
    }
}
