package io.gradwatch.fleet.history.read;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.history.files.Catalog;
import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.Summaries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Statistics of the tensors of a run, layer by layer over the steps. Thread-safe. */
public record TensorQueries(HistoryDatabase database, Catalog catalog, RowQueries queries) {

    /** Statistics of a tensor that can be asked for: columns of the table. */
    public static final Set<String> STATISTICS = Set.of(
            "minimum",
            "maximum",
            "mean",
            "standard_deviation",
            "l2_norm",
            "nan_count",
            "infinity_count",
            "zero_count",
            "saturated_count");

    /** More than a screen has columns of pixels. */
    public static final int MOST_COLUMNS = 2_000;

    /** Layers beyond are left out: more rows than a screen has. */
    public static final int MOST_LAYERS = 2_000;

    /** Cells of a map; with many layers it has fewer columns than asked for. Own choice: 1,000 layers by 200. */
    public static final int MOST_CELLS = 200_000;

    /**
     * A heat map. A cell is the finite value of greatest size within its steps, over all ranks, of the last attempt
     * that came so far; NaN where there is none.
     */
    public record HeatMap(
            @Described("Layers as the framework prints them, in order of their first appearance.")
            List<String> layers,

            @Described("First step of each column.") long[] step,
            @Described("Values by layer and column.") double[][] values,

            @Described("Values by layer and column that were not finite, or elements of the tensors that were not.")
            long[][] nan) {}

    /** Twice as many have no sign any more. */
    private static final long MOST_BUCKET_STEPS = 1L << 61;

    /** Sum of counts that jobs may claim to be as large as a long; beyond that it is the largest one. */
    private static final String NOT_FINITE = "least(sum((NOT isfinite(v))::HUGEINT + greatest(nan_count, 0)"
            + " + greatest(infinity_count, 0)), " + Long.MAX_VALUE + ")::BIGINT";

    private record Cell(String layer, long bucket, double value, boolean empty, long nan) {}

    /** First and last of the requested steps, and the number of their layers. */
    private record Range(long first, long last, long layers) {}

    /**
     * The heat map of a run.
     *
     * @param kind of tensor, such as gradient
     * @param statistic one of {@link #STATISTICS}
     * @param from first step, null for the beginning
     * @param to last step, null for the end
     * @param columns that the map may have
     */
    public HeatMap heatMap(String run, String kind, String statistic, Long from, Long to, int columns) {
        if (!STATISTICS.contains(statistic)) {
            throw new IllegalArgumentException("statistic was '" + statistic + "' but must be one of " + STATISTICS);
        }
        if (columns < 1 || columns > MOST_COLUMNS) {
            throw new IllegalArgumentException("columns was '" + columns + "' but must be from 1 to " + MOST_COLUMNS);
        }
        return queries.still(connection -> {
            String rows = "(SELECT *, " + statistic + "::DOUBLE AS v FROM (FROM "
                    + database.written(HistoryTable.TENSORS, catalog.files(HistoryTable.TENSORS, run))
                    + " UNION ALL FROM " + database.live(HistoryTable.TENSORS, run) + ") WHERE run = "
                    + HistoryDatabase.text(run) + " AND kind = " + HistoryDatabase.text(kind)
                    + (from == null ? "" : " AND step >= " + from) + (to == null ? "" : " AND step <= " + to) + ")";
            return map(connection, rows, columns);
        });
    }

    private static HeatMap map(Connection connection, String rows, int columns) throws SQLException {
        List<Range> ranges = HistoryDatabase.rows(
                connection,
                "SELECT min(step), max(step), count(DISTINCT layer) FROM " + rows + " HAVING count(*) > 0",
                row -> new Range(row.getLong(1), row.getLong(2), row.getLong(3)));
        if (ranges.isEmpty()) {
            return new HeatMap(List.of(), new long[0], new double[0][], new long[0][]);
        }
        long steps = bucketSteps(ranges.get(0), columns);
        String bucket = Summaries.bucket("step", steps);
        String sql = "SELECT layer, bucket, arg_max(v, abs(v)) FILTER (isfinite(v)), " + NOT_FINITE
                + ", min(step) AS first FROM (SELECT *, " + bucket
                + " AS bucket, max(attempt) OVER (PARTITION BY " + bucket + ") AS newest FROM " + rows
                + ") WHERE attempt = newest" + firstLayers(ranges.get(0), rows)
                + " GROUP BY layer, bucket ORDER BY first, layer";
        List<Cell> cells = HistoryDatabase.rows(connection, sql, row -> {
            double value = row.getDouble(3);
            boolean empty = row.wasNull();
            return new Cell(row.getString(1), row.getLong(2), value, empty, row.getLong(4));
        });
        return map(cells);
    }

    /** Leaves the layers out that are beyond, before they come to the heap. */
    private static String firstLayers(Range range, String rows) {
        return range.layers() <= MOST_LAYERS
                ? ""
                : " AND layer IN (SELECT layer FROM " + rows + " GROUP BY layer ORDER BY min(step), layer LIMIT "
                        + MOST_LAYERS + ")";
    }

    /** The least power of two with which there are no more columns, and no more cells, than may be. */
    private static long bucketSteps(Range range, int columns) {
        double most = Math.min(columns, (double) MOST_CELLS / Math.min(range.layers(), MOST_LAYERS));
        double length = (double) range.last() - range.first();
        long steps = 1;
        while (length / steps + 2 > Math.max(2.5, most) && steps < MOST_BUCKET_STEPS) {
            steps <<= 1;
        }
        return steps;
    }

    private static HeatMap map(List<Cell> cells) {
        Map<String, Integer> layers = new LinkedHashMap<>();
        for (Cell cell : cells) {
            if (layers.size() < MOST_LAYERS) {
                layers.putIfAbsent(cell.layer(), layers.size());
            }
        }
        long[] step = cells.stream().mapToLong(Cell::bucket).sorted().distinct().toArray();
        Map<Long, Integer> places = new HashMap<>();
        for (int i = 0; i < step.length; i++) {
            places.put(step[i], i);
        }
        double[][] values = new double[layers.size()][step.length];
        for (double[] row : values) {
            java.util.Arrays.fill(row, Double.NaN);
        }
        long[][] nan = new long[layers.size()][step.length];
        for (Cell cell : cells) {
            Integer layer = layers.get(cell.layer());
            if (layer != null) {
                int place = places.get(cell.bucket());
                values[layer][place] = cell.empty() ? Double.NaN : cell.value();
                nan[layer][place] = cell.nan();
            }
        }
        return new HeatMap(new ArrayList<>(layers.keySet()), step, values, nan);
    }
}
