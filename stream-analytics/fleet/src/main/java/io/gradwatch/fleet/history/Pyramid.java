package io.gradwatch.fleet.history;

/** The pyramid in SQL: a relation in parentheses with the columns of the table. */
final class Pyramid {

    private Pyramid() {}

    /** Parts of the same buckets, or of the same spans, made one each. */
    static String merged(String parts) {
        return "(SELECT run, attempt, rank, series, bucket_steps, bucket, " + Summaries.MERGED + " FROM " + parts
                + " GROUP BY run, attempt, rank, series, bucket_steps, bucket)";
    }
}
