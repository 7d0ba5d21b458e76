package io.gradwatch.fleet.sql.worker;

/**
 * The end of a query in the process that answers it.
 *
 * @param outcome of it
 * @param message for the client; null where there is an answer
 */
public record SqlReply(Outcome outcome, String message) {

    /** Kinds of ends. */
    public enum Outcome {
        /** The process can take queries. */
        READY,
        /** The answer is in its file. */
        ANSWERED,
        /** The query is not allowed, or DuckDB does not understand it. */
        REFUSED
    }

    /** Longer messages are cut: DuckDB repeats the query in some. */
    private static final int MOST_CHARACTERS = 8_192;

    static SqlReply refused(String message) {
        String said = String.valueOf(message);
        return new SqlReply(
                Outcome.REFUSED, said.length() > MOST_CHARACTERS ? said.substring(0, MOST_CHARACTERS) + "…" : said);
    }
}
