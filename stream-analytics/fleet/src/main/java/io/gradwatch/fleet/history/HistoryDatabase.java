package io.gradwatch.fleet.history;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/**
 * DuckDB in memory: rows that are not written yet, one schema a partition, and the engine that reads and writes
 * Parquet. Only statements of this package run here; what people ask runs in a database of its own.
 */
final class HistoryDatabase implements AutoCloseable {

    private static final String EMPTY = "empty";

    private final DuckDBConnection root;
    private final HistoryFolder folder;
    private final Map<String, Set<String>> liveSchemas = new ConcurrentSkipListMap<>();
    private final ReentrantReadWriteLock swap = new ReentrantReadWriteLock(true);

    HistoryDatabase(HistoryFolder folder, long memoryBytes) {
        this.folder = folder;
        try {
            root = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", new Properties());
            execute("SET memory_limit = '" + memoryBytes / 1024 + "KiB'");
            execute("SET temp_directory = "
                    + text(folder.temporary().resolve("duckdb").toString()));
            execute("SET parquet_metadata_cache = true");
            execute("SET preserve_insertion_order = false");
            // A checkpoint compresses rows that are in memory for seconds only, which costs as much as adding them.
            execute("SET checkpoint_threshold = '1TB'");
            createSchema(EMPTY);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot be started: " + e.getMessage(), e);
        }
    }

    HistoryFolder folder() {
        return folder;
    }

    /** Held shared while rows are read, and alone while rows move from memory to files. */
    ReentrantReadWriteLock swap() {
        return swap;
    }

    /** Another connection to the same database, for one thread. */
    DuckDBConnection connect() throws SQLException {
        return root.duplicate();
    }

    /** Makes a schema with all tables, empty, in place of one of the name. */
    void createSchema(String schema) throws SQLException {
        dropSchema(schema);
        execute("CREATE SCHEMA " + schema);
        for (HistoryTable table : HistoryTable.values()) {
            execute(table.create(schema));
        }
    }

    /** Says which runs have rows of steps, evaluations and tensors in a schema that queries shall see. */
    void setLive(String schema, Set<String> runs) {
        liveSchemas.put(schema, runs);
    }

    void dropSchema(String schema) throws SQLException {
        liveSchemas.remove(schema);
        execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }

    /** What to select from for rows in memory: a relation in parentheses. */
    String live(HistoryTable table) {
        return live(table, liveSchemas.keySet().stream());
    }

    /** The same of one run, from the schemas that have rows of it: the cost of a query grows with its relations. */
    String live(HistoryTable table, String run) {
        return live(
                table,
                liveSchemas.entrySet().stream()
                        .filter(entry -> entry.getValue().contains(run))
                        .map(Map.Entry::getKey));
    }

    private static String live(HistoryTable table, Stream<String> schemas) {
        return union(Stream.concat(Stream.of(EMPTY), schemas)
                .map(schema -> "SELECT * FROM " + schema + "." + table.tableName()));
    }

    /** What to select from for rows in files: a relation in parentheses, empty without files. */
    String written(HistoryTable table, List<DataFile> files) {
        String paths = files.stream()
                .map(file -> text(folder.resolve(file).toString()))
                .collect(Collectors.joining(", "));
        return files.isEmpty()
                ? union(Stream.of("SELECT * FROM " + EMPTY + "." + table.tableName()))
                : "(SELECT * FROM read_parquet([" + paths + "], hive_partitioning = false))";
    }

    private static String union(Stream<String> selects) {
        return selects.collect(Collectors.joining(" UNION ALL ", "(", ")"));
    }

    /** A text as SQL: within quotes, only the quote means something to DuckDB. */
    static String text(String value) {
        return "'" + Row.clean(value).replace("'", "''") + "'";
    }

    private synchronized void execute(String sql) throws SQLException {
        try (Statement statement = root.createStatement()) {
            statement.execute(sql);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not close: " + e.getMessage(), e);
        }
    }
}
