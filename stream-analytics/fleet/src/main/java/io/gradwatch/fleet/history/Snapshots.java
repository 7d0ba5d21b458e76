package io.gradwatch.fleet.history;

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

/** Makes snapshots, and shares one between all that ask within a second. */
final class Snapshots implements AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final List<HistoryTable> WITH_LIVE_ROWS = List.of(
            HistoryTable.STEPS,
            HistoryTable.EVALUATIONS,
            HistoryTable.TENSORS,
            HistoryTable.RUNS,
            HistoryTable.ALERTS,
            HistoryTable.ACKNOWLEDGEMENTS);

    private final History history;
    private Snapshot last;
    private long takenNanos;

    Snapshots(History history) {
        this.history = history;
    }

    synchronized Snapshot take() {
        if (last == null || System.nanoTime() - takenNanos > FRESH.toNanos()) {
            Snapshot old = last;
            last = history.rows().still(this::make);
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
            files.put(table, new ArrayList<>(history.files(table)));
        }
        for (HistoryTable table : WITH_LIVE_ROWS) {
            Path file = history.folder().live().resolve(UUID.randomUUID() + ".parquet");
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
        String rows = "FROM " + history.database().live(table);
        return table != HistoryTable.RUNS
                ? rows
                : rows + " UNION ALL BY NAME SELECT run, attempt, rank, 'seen' AS event, max(time) AS time,"
                        + " min(time) AS first_time, min(step) AS first_step, max(step) AS last_step FROM "
                        + history.database().live(HistoryTable.STEPS) + " GROUP BY run, attempt, rank";
    }

    @Override
    public synchronized void close() {
        if (last != null) {
            last.close();
            last = null;
        }
    }
}
