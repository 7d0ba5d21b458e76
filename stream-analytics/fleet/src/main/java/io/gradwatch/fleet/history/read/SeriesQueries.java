package io.gradwatch.fleet.history.read;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.history.files.Catalog;
import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.Summaries;
import io.gradwatch.fleet.history.read.Points.Attempt;
import io.gradwatch.fleet.history.read.Points.Point;
import io.gradwatch.schema.series.SeriesNames;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * Curves of the history at any zoom, rows in memory included. A curve costs what its points do: it is read from the
 * coarsest level of the pyramid whose buckets are no longer than a point, and from rows where a point is shorter than
 * the finest. Thread-safe.
 */
public record SeriesQueries(HistoryDatabase database, Catalog catalog, RowQueries queries) {

    /** Rows up to which smoothing goes over them one by one; beyond, over buckets. Own choice: 20 ms of reading. */
    private static final long MOST_SMOOTHED_ROWS = 65_536;

    /** Half-lives before the first point from which values still weigh more than a thousandth. */
    private static final int HALF_LIVES_BEFORE = 10;

    /** A series of a run. */
    public record Series(
            @Described("Name of the series.") String name,

            @Described(value = "Split in its name, where it is of an evaluation.", nullable = true)
            String split,

            @Described("Values of all ranks and attempts.") long points,
            @Described("First step with a value.") long firstStep,
            @Described("Last step with a value.") long lastStep) {}

    /** The series of a run by name; none where the history has no such run. */
    public List<Series> series(String run) {
        return queries.still(connection -> {
            String sql =
                    "SELECT series, sum(count)::BIGINT, min(first_step), max(last_step) FROM (SELECT series, count,"
                            + " first_step, last_step FROM "
                            + database.written(HistoryTable.SPANS, catalog.files(HistoryTable.SPANS, run))
                            + " WHERE run = "
                            + HistoryDatabase.text(run) + " UNION ALL " + liveSeries(run)
                            + ") GROUP BY series ORDER BY series";
            return HistoryDatabase.rows(
                    connection,
                    sql,
                    row -> new Series(
                            row.getString(1),
                            SeriesNames.splitOf(row.getString(1)),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4)));
        });
    }

    private String liveSeries(String run) {
        String where = " WHERE run = " + HistoryDatabase.text(run);
        StringBuilder sql = new StringBuilder();
        String steps = database.live(HistoryTable.STEPS, run);
        for (String field : SeriesNames.OF_STEPS) {
            sql.append("SELECT '" + field + "', count(" + field + "), min(step), max(step) FROM " + steps + where
                    + " AND " + field + " IS NOT NULL HAVING count(*) > 0 UNION ALL ");
        }
        String evaluations = database.live(HistoryTable.EVALUATIONS, run);
        // A metric with the name of a field is no series.
        String fields = SeriesNames.OF_STEPS.stream().map(HistoryDatabase::text).collect(Collectors.joining(", "));
        return sql + "SELECT k, 1, step, step FROM (SELECT unnest(map_keys(metrics)) AS k, step FROM " + steps + where
                + ") WHERE k NOT IN (" + fields
                + ") UNION ALL SELECT k, 1, step, step FROM (SELECT split || '/' || unnest(list_distinct(list_append("
                + "coalesce(map_keys(metrics), []), CASE WHEN loss IS NOT NULL THEN 'loss' END))) AS k, step FROM "
                + evaluations + where + ")";
    }

    /** The points of a curve; none where the history has no such series. */
    public Points points(PointsRequest request) {
        return queries.still(connection -> {
            SeriesSource source = new SeriesSource(database, catalog, request);
            List<Attempt> attempts = attempts(connection, source, request);
            if (attempts.isEmpty()) {
                return Points.none();
            }
            long steps = bucketSteps(attempts, request.points());
            List<Point> points = steps == 1 ? List.of() : bucketed(connection, source, request, steps);
            boolean raw = points.stream().mapToLong(Point::count).sum() <= request.points();
            if (raw) {
                steps = 1;
                points = HistoryDatabase.rows(connection, source.rows(request.points() + 1), SeriesQueries::point);
                if (points.size() > request.points()) {
                    // Steps that were sent twice: more rows than steps.
                    raw = false;
                    points = bucketed(connection, source, request, 1);
                }
            }
            double[] smoothed = request.halfLifeSteps() > 0 ? smoothed(connection, request, steps, points) : null;
            return Points.of(raw, steps, attempts, points, smoothed);
        });
    }

    /** The points of a curve as a Parquet file, which the caller deletes. */
    public Path file(PointsRequest request) {
        Points points = points(request);
        try (DuckDBConnection connection = database.connect()) {
            return PointsFile.write(connection, points, database.folder().exports());
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("the points cannot be written: " + e.getMessage(), e);
        }
    }

    private static List<Point> bucketed(Connection connection, SeriesSource source, PointsRequest request, long steps)
            throws SQLException {
        return newest(HistoryDatabase.rows(connection, source.buckets(steps), SeriesQueries::point), request.points());
    }

    /** With more attempts than points, the oldest are left out. */
    private static List<Point> newest(List<Point> points, int limit) {
        return points.size() <= limit ? points : points.subList(points.size() - limit, points.size());
    }

    private static List<Attempt> attempts(Connection connection, SeriesSource source, PointsRequest request)
            throws SQLException {
        List<Attempt> all = HistoryDatabase.rows(
                connection,
                source.extents(),
                row -> new Attempt(row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4)));
        if (request.axis() == PointsRequest.Axis.TIME) {
            return all;
        }
        long from = request.from() == null ? Long.MIN_VALUE : request.from();
        long to = request.to() == null ? Long.MAX_VALUE : request.to();
        return all.stream()
                .filter(attempt -> attempt.lastStep() >= from && attempt.firstStep() <= to)
                .map(attempt -> new Attempt(
                        attempt.attempt(),
                        Math.max(from, attempt.firstStep()),
                        Math.min(to, attempt.lastStep()),
                        attempt.count()))
                .toList();
    }

    /** The least power of two with which the attempts together have no more buckets than points. */
    private static long bucketSteps(List<Attempt> attempts, int points) {
        for (long steps = 1; steps < 1L << 61; steps <<= 1) {
            double buckets = 0;
            for (Attempt attempt : attempts) {
                double length = (double) attempt.lastStep() - attempt.firstStep() + 1;
                buckets += steps == 1 ? length : Math.floor(length / steps) + (length > steps ? 2 : 1);
            }
            if (buckets <= points) {
                return steps;
            }
        }
        return 1L << 61;
    }

    private double[] smoothed(Connection connection, PointsRequest request, long bucketSteps, List<Point> points)
            throws SQLException {
        long width = bucketSteps;
        if (points.stream().mapToLong(Point::count).sum() > MOST_SMOOTHED_ROWS) {
            long level = Math.max(
                    Summaries.LEVELS.get(0), Summaries.levelFor((long) (request.halfLifeSteps() / Smoothing.PARTS)));
            width = Math.min(width, level);
        } else {
            width = 1;
        }
        Long from = request.from();
        if (from != null && request.axis() == PointsRequest.Axis.STEP) {
            from = (long) Math.max(0, from - HALF_LIVES_BEFORE * request.halfLifeSteps());
        }
        PointsRequest wider = new PointsRequest(
                request.run(),
                request.series(),
                request.rank(),
                request.axis(),
                from,
                request.to(),
                request.points(),
                0);
        SeriesSource source = new SeriesSource(database, catalog, wider);
        List<Point> values = HistoryDatabase.rows(connection, source.buckets(width), SeriesQueries::point);
        return Smoothing.exponential(points, values, request.halfLifeSteps());
    }

    private static Point point(ResultSet row) throws SQLException {
        double minimum = row.getDouble(9);
        boolean none = row.wasNull();
        return new Point(
                row.getInt(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                none ? null : minimum,
                none ? null : row.getDouble(10),
                row.getDouble(11),
                row.getDouble(12));
    }
}
