package io.gradwatch.fleet.live.column;

/**
 * Bound of the work of the patterns of one query over all runs: patterns come from anybody, and some would look at a
 * text for hours. Not thread-safe.
 */
public final class SearchBudget {

    /**
     * Characters that the patterns of a query may look at, again and again: a second or two on a busy host. Own choice.
     */
    static final long LOOKS = 100_000_000;

    private long left = LOOKS;

    /** A query whose patterns take too long. */
    public static final class ExceededException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** A query that looks too often. */
        public ExceededException() {
            super("The pattern takes too long on these runs: a simpler one, or more filters beside it, may do");
        }
    }

    /** A text of which each look counts. */
    CharSequence text(String text) {
        return new CountedText(text);
    }

    private final class CountedText implements CharSequence {

        private final String text;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new ExceededException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
