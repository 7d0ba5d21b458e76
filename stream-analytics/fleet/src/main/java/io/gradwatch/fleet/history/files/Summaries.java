package io.gradwatch.fleet.history.files;

import java.util.List;

/** How what a series did within a stretch of steps is written in SQL: merged from parts, or made from rows. */
public final class Summaries {

    /**
     * Steps in a bucket, level by level. From the finest on a curve of 10^8 steps costs 16 times fewer rows a level;
     * the factor bounds what a query reads to 16 buckets a point. Own choice.
     */
    public static final List<Long> LEVELS = List.of(64L, 1_024L, 16_384L, 262_144L);

    /** Aggregates that merge parts; to be grouped by what identifies the stretch. */
    public static final String MERGED = """
            min(first_step) AS first_step, max(last_step) AS last_step, min(first_time) AS first_time,
            max(last_time) AS last_time, sum(count)::BIGINT AS count, sum(nan)::BIGINT AS nan,
            sum(positive_infinity)::BIGINT AS positive_infinity, sum(negative_infinity)::BIGINT AS negative_infinity,
            min(minimum) AS minimum, max(maximum) AS maximum, sum("sum") AS "sum", arg_max("last", last_step) AS "last"
            """;

    /** The columns of one row as a summary of itself; the row has step, time and value v. */
    public static final String OF_ROW = """
            step AS first_step, step AS last_step, time AS first_time, time AS last_time, 1::BIGINT AS count,
            isnan(v)::BIGINT AS nan, (v = 'inf'::DOUBLE)::BIGINT AS positive_infinity,
            (v = '-inf'::DOUBLE)::BIGINT AS negative_infinity, CASE WHEN isfinite(v) THEN v END AS minimum,
            CASE WHEN isfinite(v) THEN v END AS maximum, CASE WHEN isfinite(v) THEN v ELSE 0 END AS "sum", v AS "last"
            """;

    private Summaries() {}

    /** Parts of the same buckets, or of the same spans, made one each: a relation in parentheses. */
    public static String merged(String parts) {
        return "(SELECT run, attempt, rank, series, bucket_steps, bucket, " + MERGED + " FROM " + parts
                + " GROUP BY run, attempt, rank, series, bucket_steps, bucket)";
    }

    /** First step of the stretch of {@code steps} steps, a power of two, that a step lies in. */
    public static String bucket(String step, long steps) {
        return "(" + step + " & " + -steps + ")";
    }

    /** The coarsest level whose buckets have at most the given number of steps; 0 where even the finest has more. */
    public static long levelFor(long steps) {
        return LEVELS.stream().filter(level -> level <= steps).reduce(0L, (finer, coarser) -> coarser);
    }
}
