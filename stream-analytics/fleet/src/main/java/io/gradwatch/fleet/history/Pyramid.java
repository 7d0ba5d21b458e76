package io.gradwatch.fleet.history;

import java.util.stream.Collectors;

/** The levels of the pyramid in SQL, each a relation in parentheses with the columns of the table. */
final class Pyramid {

    private static final String SERIES = "run, attempt, rank, series, ";
    private static final String BY_SERIES = " GROUP BY run, attempt, rank, series";

    private Pyramid() {}

    /** All levels, from the finest. */
    static String levels(String finest) {
        return Summaries.LEVELS.stream()
                .map(level -> "SELECT " + SERIES + level + "::BIGINT AS bucket_steps, "
                        + Summaries.bucket("bucket", level) + " AS bucket, " + Summaries.MERGED + " FROM " + finest
                        + BY_SERIES + ", " + Summaries.bucket("bucket", level))
                .collect(Collectors.joining(" UNION ALL ", "(", ")"));
    }

    /** All that the buckets hold of each series. */
    static String spans(String buckets) {
        return "(SELECT " + SERIES + "0::BIGINT AS bucket_steps, 0::BIGINT AS bucket, " + Summaries.MERGED + " FROM "
                + buckets + BY_SERIES + ")";
    }

    /** Parts of the same buckets, or of the same spans, made one each. */
    static String merged(String parts) {
        return "(SELECT " + SERIES + "bucket_steps, bucket, " + Summaries.MERGED + " FROM " + parts + BY_SERIES
                + ", bucket_steps, bucket)";
    }
}
