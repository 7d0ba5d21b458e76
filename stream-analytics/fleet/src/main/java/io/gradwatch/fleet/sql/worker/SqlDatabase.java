package io.gradwatch.fleet.sql.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * DuckDB as it answers queries: it holds nothing, reads the files of the history only, and is bounded in memory and
 * threads. For one thread.
 */
public final class SqlDatabase implements AutoCloseable {

    private final DuckDBConnection root;
    private final SqlValidator fence = new SqlValidator(PublicViews.NAMES);

    public SqlDatabase(SqlBounds bounds) throws SQLException {
        root = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", new Properties());
        lock(bounds);
    }

    /** Closes every door of the database but the one to the history's Parquet files, and locks them. */
    private void lock(SqlBounds bounds) throws SQLException {
        String folders = bounds.folders().stream()
                .map(folder -> "'" + folder.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        try (Statement statement = root.createStatement()) {
            for (String setting : List.of(
                    "temp_directory = ''",
                    "allowed_directories = " + folders,
                    "enable_external_access = false",
                    "autoinstall_known_extensions = false",
                    "autoload_known_extensions = false",
                    "allow_community_extensions = false",
                    "memory_limit = '" + bounds.memoryBytes() / 1024 + "KiB'",
                    "threads = " + bounds.threads(),
                    "lock_configuration = true")) {
                statement.execute("SET " + setting);
            }
        }
    }

    /** Answers a query into its file. */
    public SqlReply answer(SqlTask task) {
        long begin = System.nanoTime();
        try (DuckDBConnection connection = root.duplicate();
                Statement statement = connection.createStatement()) {
            fence.check(connection, task.query());
            PublicViews.create(connection, task.tables());
            statement.execute("CREATE TEMP VIEW " + PublicViews.ASKED + " AS " + task.query());
            write(statement, task, begin);
            return new SqlReply(SqlReply.Outcome.ANSWERED, null);
        } catch (SQLException | IOException e) {
            return SqlReply.refused(e.getMessage());
        } catch (RuntimeException e) {
            return SqlReply.refused(e.toString());
        }
    }

    private static void write(Statement statement, SqlTask task, long begin) throws SQLException, IOException {
        Path file = Path.of(task.file());
        String bounded = "FROM " + PublicViews.ASKED + " LIMIT " + task.rows();
        switch (task.format()) {
            case PARQUET ->
                statement.execute("COPY (" + bounded + ") TO '" + task.file().replace("'", "''")
                        + "' (FORMAT parquet, COMPRESSION zstd)");
            case ARROW -> ArrowStream.write(statement, bounded, file);
            case JSON, CSV -> {
                try (OutputStream out = Files.newOutputStream(file);
                        RowWriter rows =
                                task.format() == SqlFormat.JSON ? new JsonRows(out, begin) : new CsvRows(out)) {
                    AnswerRows.write(statement, task.rows(), rows);
                }
            }
        }
    }

    /** Runs a statement behind the second fence alone, to see that it holds. */
    public void withoutFence(String sql) throws SQLException {
        try (DuckDBConnection connection = root.duplicate();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        root.close();
    }
}
