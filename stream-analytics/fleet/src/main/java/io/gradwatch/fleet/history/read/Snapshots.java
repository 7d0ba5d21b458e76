package io.gradwatch.fleet.history.read;

import io.gradwatch.fleet.history.files.Catalog;
import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryFolder;
import io.gradwatch.fleet.history.files.HistoryTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes snapshots, and shares one between all that ask within a second. */
public final class Snapshots implements AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final List<HistoryTable> WITH_LIVE_ROWS = List.of(
            HistoryTable.STEPS,
            HistoryTable.EVALUATIONS,
            HistoryTable.TENSORS,
            HistoryTable.RUNS,
            HistoryTable.ALERTS,
            HistoryTable.ACKNOWLEDGEMENTS,
            HistoryTable.ANNOTATIONS,
            HistoryTable.NOTES);

    private final HistoryFolder folder;
    private final HistoryDatabase database;
    private final Catalog catalog;
    private final RowQueries queries;
    private Snapshot last;
    private long takenNanos;

    public Snapshots(HistoryFolder folder, HistoryDatabase database, Catalog catalog, RowQueries queries) {
        this.folder = folder;
        this.database = database;
        this.catalog = catalog;
        this.queries = queries;
    }

    public synchronized Snapshot take() {
        if (last == null || System.nanoTime() - takenNanos > FRESH.toNanos()) {
            Snapshot old = last;
            last = queries.still(this::make);
            takenNanos = System.nanoTime();
            if (old != null) {
                old.close();
            }
        }
        return last.use();
    }

    private Snapshot make(Connection connection) throws SQLException {
        Map<HistoryTable, List<String>> files = new EnumMap<>(HistoryTable.class);
        List<Path> own = new ArrayList<>();
        for (HistoryTable table : HistoryTable.values()) {
            files.put(
                    table,
                    catalog.files(table).stream()
                            .map(file -> folder.resolve(file).toString())
                            .collect(Collectors.toCollection(ArrayList::new)));
        }
        for (HistoryTable table : WITH_LIVE_ROWS) {
            Path file = folder.live().resolve(UUID.randomUUID() + ".parquet");
            try (Statement statement = connection.createStatement()) {
                long rows = statement.executeLargeUpdate("COPY (" + live(table) + ") TO "
                        + HistoryDatabase.text(file.toString()) + " (FORMAT parquet, COMPRESSION snappy)");
                own.add(file);
                if (rows > 0) {
                    files.get(table).add(file.toString());
                }
            }
        }
        return new Snapshot(files, own);
    }

    /** Rows in memory. When runs were last seen is counted when rows are written; here it is taken from the steps. */
    private String live(HistoryTable table) {
        String rows = "FROM " + database.live(table);
        return table != HistoryTable.RUNS
                ? rows
                : rows + " UNION ALL BY NAME SELECT run, attempt, rank, 'seen' AS event, max(time) AS time,"
                        + " min(time) AS first_time, min(step) AS first_step, max(step) AS last_step FROM "
                        + database.live(HistoryTable.STEPS) + " GROUP BY run, attempt, rank";
    }

    @Override
    public synchronized void close() {
        if (last != null) {
            last.close();
            last = null;
        }
    }
}
