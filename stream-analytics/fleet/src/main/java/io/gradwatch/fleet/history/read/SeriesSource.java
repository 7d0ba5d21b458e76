package io.gradwatch.fleet.history.read;

import io.gradwatch.fleet.history.files.Catalog;
import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.Summaries;
import io.gradwatch.schema.series.SeriesNames;

/** SQL for the values of one series of one rank of one run. Made while the rows in memory are held still. */
record SeriesSource(HistoryDatabase database, Catalog catalog, PointsRequest request) {

    /** Attempts with their first and last step and the count of values, over the requested range. */
    String extents() {
        boolean byTime = request.axis() == PointsRequest.Axis.TIME && (request.from() != null || request.to() != null);
        HistoryTable table = byTime ? HistoryTable.BUCKETS : HistoryTable.SPANS;
        String level = byTime ? " AND bucket_steps = " + Summaries.LEVELS.get(1) : "";
        String range = byTime ? overlaps(1) : "true";
        return "SELECT attempt, min(first_step), max(last_step), sum(count)::BIGINT FROM ("
                + "SELECT attempt, first_step, last_step, count FROM " + summaries(table) + level + " AND " + range
                + " UNION ALL SELECT attempt, step, step, 1 FROM " + liveValues() + " WHERE "
                + (byTime ? within(1) : "true") + ") GROUP BY attempt ORDER BY attempt";
    }

    /** Summaries of the range, merged to buckets of the given number of steps, in order. */
    String buckets(long steps) {
        return "SELECT attempt, " + MERGED_COLUMNS + " FROM (SELECT attempt, bucket, " + Summaries.MERGED + " FROM ("
                + parts(steps) + ") GROUP BY attempt, bucket) ORDER BY attempt, bucket";
    }

    /** The rows of the range as they were sent, in order. */
    String rows(int limit) {
        return "SELECT attempt, " + MERGED_COLUMNS + " FROM (SELECT attempt, " + Summaries.OF_ROW + " FROM "
                + allValues() + " WHERE " + within(1) + ") ORDER BY attempt, first_step, first_time LIMIT " + limit;
    }

    private static final String MERGED_COLUMNS = """
            first_step, last_step, epoch_ms(first_time), count, nan, positive_infinity, negative_infinity,
            minimum, maximum, "sum", "last" """;

    private String parts(long steps) {
        long level = Summaries.levelFor(steps);
        String ofRows =
                "SELECT attempt, " + Summaries.bucket("step", steps) + " AS bucket, " + Summaries.OF_ROW + " FROM ";
        if (level == 0) {
            return ofRows + allValues() + " WHERE " + within(steps);
        }
        return "SELECT attempt, " + Summaries.bucket("bucket", steps)
                + " AS bucket, * EXCLUDE (run, attempt, rank, series, bucket_steps, bucket) FROM "
                + summaries(HistoryTable.BUCKETS) + " AND bucket_steps = " + level + " AND " + overlaps(steps)
                + " UNION ALL " + ofRows + liveValues() + " WHERE " + within(steps);
    }

    private String summaries(HistoryTable table) {
        return database.written(table, catalog.files(table, request.run())) + " WHERE " + place() + " AND series = "
                + HistoryDatabase.text(request.series());
    }

    private String place() {
        return "run = " + HistoryDatabase.text(request.run()) + " AND rank = " + request.rank();
    }

    private String liveValues() {
        return values(live(HistoryTable.STEPS), live(HistoryTable.EVALUATIONS));
    }

    private String allValues() {
        return values(all(HistoryTable.STEPS), all(HistoryTable.EVALUATIONS));
    }

    private String all(HistoryTable table) {
        return "(FROM " + database.written(table, catalog.files(table, request.run())) + " UNION ALL FROM "
                + live(table) + ")";
    }

    private String live(HistoryTable table) {
        return database.live(table, request.run());
    }

    /** The values as rows with attempt, step, time and v. */
    private String values(String steps, String evaluations) {
        String series = request.series();
        if (SeriesNames.isField(series)) {
            return "(" + select(series + "::DOUBLE", steps) + ")";
        }
        String fromSteps = select("metrics[" + HistoryDatabase.text(series) + "]", steps);
        String split = SeriesNames.splitOf(series);
        if (split == null) {
            return "(" + fromSteps + ")";
        }
        String metric = series.substring(split.length() + 1);
        String value = "metrics[" + HistoryDatabase.text(metric) + "]";
        String fromEvaluations = select(metric.equals("loss") ? "coalesce(loss, " + value + ")" : value, evaluations)
                + " AND split = " + HistoryDatabase.text(split);
        return "(" + fromSteps + " UNION ALL " + fromEvaluations + ")";
    }

    private String select(String value, String relation) {
        return "SELECT attempt, step, time, " + value + " AS v FROM " + relation + " WHERE " + place() + " AND " + value
                + " IS NOT NULL";
    }

    /** Condition that a row lies in the range, which is widened to whole buckets. */
    private String within(long steps) {
        return request.axis() == PointsRequest.Axis.TIME
                ? range("time", "time", request.from(), request.to())
                : range("step", "step", lowest(steps), highest(steps));
    }

    private String overlaps(long steps) {
        return request.axis() == PointsRequest.Axis.TIME
                ? range("last_time", "first_time", request.from(), request.to())
                : range("last_step", "first_step", lowest(steps), highest(steps));
    }

    private Long lowest(long steps) {
        return request.from() == null ? null : Long.valueOf(request.from() & -steps);
    }

    private Long highest(long steps) {
        return request.to() == null ? null : Long.valueOf(request.to() | (steps - 1));
    }

    private String range(String end, String begin, Long from, Long to) {
        boolean time = request.axis() == PointsRequest.Axis.TIME;
        String after = from == null ? "true" : end + " >= " + (time ? timestamp(from) : from.toString());
        String before = to == null ? "true" : begin + " <= " + (time ? timestamp(to) : to.toString());
        return after + " AND " + before;
    }

    private static String timestamp(long millis) {
        return "make_timestamp(" + HistoryDatabase.micros(millis) + ")";
    }
}
