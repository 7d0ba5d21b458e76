package io.gradwatch.fleet.history.read;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.history.files.Catalog;
import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.RecordColumns;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Histograms of the tensors of a run. Thread-safe. */
public record HistogramQueries(HistoryDatabase database, Catalog catalog, RowQueries queries) {

    /** The histogram of a tensor at a step, all ranks together, and the steps around it that have one. */
    @Described(name = "TensorHistogram")
    public record Histogram(
            @Described("Layer as the framework prints it.") String layer,
            @Described("Kind of tensor.") String kind,

            @Described("Step of the histogram: the last one with a histogram that is not after the step asked for;"
                    + " null where there is none.")
            Long step,

            @Described("Attempt that the histogram is of; null without one.")
            Integer attempt,

            @Described("First step that has a histogram of the tensor; null where none has.")
            Long firstStep,

            @Described("Last step that has one.") Long lastStep,
            @Described("Last step before that has one.") Long previousStep,

            @Described("First step after it, or after the step asked for, that has one.")
            Long nextStep,

            @Described("Elements of the tensor; 0 without a histogram, as all counts.")
            long elements,

            @Described("Elements that are zero.") long zero,
            @Described("Elements that are NaN.") long nan,
            @Described("Elements that are infinite.") long infinity,

            @Described(
                    "Exponent k of the lowest bin. A bin holds magnitudes from 2^k to below 2^(k + 1); the lowest takes"
                            + " all that is smaller too, and the highest all that is larger.")
            int lowestExponent,

            @Described("Counts of the negative elements, by rising magnitude.")
            long[] negative,

            @Described("Counts of the positive elements, by rising magnitude.")
            long[] positive) {}

    /** A step that has a histogram, with those around it; the chosen one is not after the step asked for. */
    private record Place(long step, int attempt, Long previous, Long next, long first, long last, boolean chosen) {}

    /**
     * The histogram of a tensor.
     *
     * @param kind of tensor, such as gradient
     * @param step at or before which it was taken; null for the last
     */
    public Histogram at(String run, String layer, String kind, Long step) {
        return queries.still(connection -> {
            String rows = current(run, layer, kind);
            List<Place> places = HistoryDatabase.rows(connection, place(rows, step), HistogramQueries::place);
            return places.isEmpty()
                    ? new Sum(layer, kind).at(null)
                    : sum(connection, rows, new Sum(layer, kind), places.get(0));
        });
    }

    /** Rows with a histogram, but those that a later attempt did again. */
    private String current(String run, String layer, String kind) {
        String rows = "(SELECT * FROM (FROM "
                + database.written(HistoryTable.TENSORS, catalog.files(HistoryTable.TENSORS, run))
                + " UNION ALL BY NAME FROM " + database.live(HistoryTable.TENSORS, run) + ") WHERE run = "
                + HistoryDatabase.text(run) + " AND kind = " + HistoryDatabase.text(kind) + " AND layer = "
                + HistoryDatabase.text(layer) + " AND histogram IS NOT NULL)";
        return "(SELECT r.* FROM " + rows + " r WHERE NOT EXISTS (FROM (SELECT attempt, min(step) AS first FROM " + rows
                + " GROUP BY attempt) a WHERE a.attempt > r.attempt AND a.first <= r.step))";
    }

    /** The last place that is not after the step, or the first one of all. */
    private static String place(String rows, Long step) {
        String notAfter = step == null ? "true" : "step <= " + step;
        return "SELECT step, attempt, lag(step) OVER steps, lead(step) OVER steps, min(step) OVER (), max(step) OVER (), "
                + notAfter + " AS chosen FROM (SELECT step, max(attempt) AS attempt FROM " + rows
                + " GROUP BY step) WINDOW steps AS (ORDER BY step) ORDER BY chosen DESC, CASE WHEN chosen THEN step END DESC, step"
                + " LIMIT 1";
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getLong(1),
                row.getInt(2),
                (Long) row.getObject(3),
                (Long) row.getObject(4),
                row.getLong(5),
                row.getLong(6),
                row.getBoolean(7));
    }

    private static Histogram sum(Connection connection, String rows, Sum sum, Place place) throws SQLException {
        if (place.chosen()) {
            String sql = "FROM " + rows + " WHERE step = " + place.step() + " AND attempt = " + place.attempt();
            HistoryDatabase.rows(connection, sql, row -> RecordColumns.record(row, RecordColumns.TENSOR))
                    .forEach(sum::add);
        }
        return sum.at(place);
    }

    /** Sum of the histograms of a tensor over its ranks. */
    private static final class Sum {

        private final String layer;
        private final String kind;
        private final MagnitudeHistogram bins = new MagnitudeHistogram();
        private long elements;
        private long zero;
        private long nan;
        private long infinity;

        Sum(String layer, String kind) {
            this.layer = layer;
            this.kind = kind;
        }

        void add(TensorStatistics tensor) {
            bins.add(MagnitudeHistogram.unpack(tensor.getHistogram()));
            elements = plus(elements, tensor.getElements());
            zero = plus(zero, tensor.getZeroCount());
            nan = plus(nan, tensor.getNanCount());
            infinity = plus(infinity, tensor.getInfinityCount());
        }

        /** Jobs may claim counts as large as a long; none is below 0. */
        private static long plus(long sum, long count) {
            long more = sum + Math.max(0, count);
            return more < 0 ? Long.MAX_VALUE : more;
        }

        /** @param place null where no step has a histogram */
        Histogram at(Place place) {
            boolean chosen = place != null && place.chosen();
            return new Histogram(
                    layer,
                    kind,
                    chosen ? place.step() : null,
                    chosen ? place.attempt() : null,
                    place == null ? null : place.first(),
                    place == null ? null : place.last(),
                    chosen ? place.previous() : null,
                    place == null ? null : chosen ? place.next() : (Long) place.step(),
                    elements,
                    zero,
                    nan,
                    infinity,
                    MagnitudeHistogram.LOWEST_EXPONENT,
                    bins.counts(true),
                    bins.counts(false));
        }
    }
}
