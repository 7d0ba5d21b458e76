package io.gradwatch.fleet.history.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes relations to Parquet files that are on disk when it returns. */
public record ParquetFiles(HistoryFolder folder) {

    /** Rows in a row group: the least that a narrow look at a run reads. Own choice, half of DuckDB's default. */
    private static final int ROW_GROUP_ROWS = 61_440;

    /**
     * Writes a relation as one file of a table.
     *
     * @param relation that can stand behind FROM
     * @return the file; nothing where the relation has no rows
     */
    public Optional<DataFile> write(Connection connection, HistoryTable table, String day, String relation)
            throws SQLException, IOException {
        return write(connection, table, day, "*", relation);
    }

    /**
     * Writes a relation as one file of a table.
     *
     * @param select expressions over the relation for the columns of the table, once its rows are in order
     */
    public Optional<DataFile> write(
            Connection connection, HistoryTable table, String day, String select, String relation)
            throws SQLException, IOException {
        int[] keys = hashes(connection, table.key(), relation);
        if (keys.length == 0) {
            return Optional.empty();
        }
        String relative = folder.newDataFile(table, day);
        Path path = folder.root().resolve(relative);
        long rows = copy(connection, select, relation, table.order(), path);
        HistoryFolder.force(path);
        HistoryFolder.force(path.getParent());
        return Optional.of(new DataFile(table, day, relative, rows, Files.size(path), keys));
    }

    private static int[] hashes(Connection connection, String key, String relation) throws SQLException {
        List<Integer> hashes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT " + key + " FROM " + relation)) {
            while (rows.next()) {
                hashes.add(rows.getString(1).hashCode());
            }
        }
        return hashes.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
    }

    private static long copy(Connection connection, String select, String relation, String order, Path path)
            throws SQLException {
        String sql = "COPY (SELECT " + select + " FROM (FROM " + relation + " ORDER BY " + order + ")) TO "
                + HistoryDatabase.text(path.toString())
                + " (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, ROW_GROUP_SIZE " + ROW_GROUP_ROWS + ")";
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }
}
