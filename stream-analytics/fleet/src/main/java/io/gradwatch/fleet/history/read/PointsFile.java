package io.gradwatch.fleet.history.read;

import io.gradwatch.fleet.history.files.HistoryDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Points as a Parquet file, one row a point, with the columns and the values that the JSON of a curve has. */
final class PointsFile {

    private static final String TABLE = "points";
    private static final String COLUMNS =
            "attempt INTEGER, step BIGINT, last_step BIGINT, time_millis BIGINT, min DOUBLE,"
                    + " max DOUBLE, mean DOUBLE, last DOUBLE, count BIGINT, nan BIGINT, positive_infinity BIGINT,"
                    + " negative_infinity BIGINT";

    private PointsFile() {}

    /** Writes a new file in the folder, which the caller deletes. */
    static Path write(DuckDBConnection connection, Points points, Path folder) throws SQLException, IOException {
        Path file = folder.resolve(UUID.randomUUID() + ".parquet");
        boolean smoothed = points.smoothed() != null;
        HistoryDatabase.execute(
                connection,
                "CREATE TEMPORARY TABLE " + TABLE + " (" + COLUMNS + (smoothed ? ", smoothed DOUBLE)" : ")"));
        boolean done = false;
        try {
            try (DuckDBAppender rows = connection.createAppender("temp", "main", TABLE)) {
                for (int i = 0; i < points.size(); i++) {
                    append(rows, points, i, smoothed);
                }
            }
            HistoryDatabase.execute(
                    connection,
                    "COPY (FROM " + TABLE + " ORDER BY attempt, step) TO " + HistoryDatabase.text(file.toString())
                            + " (FORMAT parquet, COMPRESSION zstd)");
            done = true;
            return file;
        } finally {
            HistoryDatabase.execute(connection, "DROP TABLE " + TABLE);
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void append(DuckDBAppender rows, Points points, int i, boolean smoothed) throws SQLException {
        rows.beginRow();
        rows.append(points.attempt()[i]);
        rows.append(points.step()[i]);
        rows.append(points.lastStep()[i]);
        rows.append(points.timeMillis()[i]);
        rows.append(points.min()[i]);
        rows.append(points.max()[i]);
        rows.append(points.mean()[i]);
        rows.append(points.last()[i]);
        rows.append(points.count()[i]);
        rows.append(points.nan()[i]);
        rows.append(points.positiveInfinity()[i]);
        rows.append(points.negativeInfinity()[i]);
        if (smoothed) {
            rows.append(points.smoothed()[i]);
        }
        rows.endRow();
    }
}
