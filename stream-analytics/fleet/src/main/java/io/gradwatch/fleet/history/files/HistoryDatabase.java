package io.gradwatch.fleet.history.files;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
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
public final class HistoryDatabase implements AutoCloseable {

    private static final String EMPTY = "empty";
    private static final int TIME_OUT_SECONDS = 10;

    /** Years 1 to 9999: a host whose clock is beyond is taken to be at the nearer end, for DuckDB has no later time. */
    private static final long FIRST_MILLIS = -62_135_596_800_000L;

    private static final long LAST_MILLIS = 253_402_300_799_999L;

    /**
     * A column.
     *
     * @param type as DuckDB declares it
     */
    public record Column(String name, String type) {}

    /** From a row to an object. */
    @FunctionalInterface
    public interface Mapper<T> {
        /** The object that a row stands for. */
        T map(ResultSet row) throws SQLException;
    }

    private final DuckDBConnection root;
    private final HistoryFolder folder;
    private final Map<HistoryTable, List<Column>> columns = new EnumMap<>(HistoryTable.class);
    private final Map<String, Live> liveSchemas = new ConcurrentSkipListMap<>();

    /**
     * The part of a schema that queries see.
     *
     * @param runs that have rows of steps, evaluations and tensors in it
     * @param tables of DuckDB that hold the rows, with the schema
     */
    private record Live(Set<String> runs, Map<HistoryTable, List<String>> tables) {}

    private final ThreadLocal<List<DataFile>> asked = ThreadLocal.withInitial(ArrayList::new);
    private final ReentrantReadWriteLock swap = new ReentrantReadWriteLock(true);

    public HistoryDatabase(HistoryFolder folder, long memoryBytes) {
        this.folder = folder;
        try {
            root = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", new Properties());
            LoadedLibrary.deleteFiles("libduckdb_java");
            execute("SET memory_limit = '" + memoryBytes / 1024 + "KiB'");
            execute("SET temp_directory = "
                    + text(folder.temporary().resolve("duckdb").toString()));
            execute("SET parquet_metadata_cache = true");
            execute("SET preserve_insertion_order = false");
            // A checkpoint compresses rows that are in memory for seconds only, which costs as much as adding them.
            execute("SET checkpoint_threshold = '1TB'");
            execute("CREATE SCHEMA " + EMPTY);
            for (HistoryTable table : HistoryTable.values()) {
                execute(table.create(EMPTY));
                columns.put(
                        table,
                        rows(
                                root,
                                "DESCRIBE " + empty(table),
                                row -> new Column(row.getString("column_name"), row.getString("column_type"))));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot be started: " + e.getMessage(), e);
        }
    }

    public HistoryFolder folder() {
        return folder;
    }

    /** Held shared while rows are read, and alone while rows move from memory to files. */
    public ReentrantReadWriteLock swap() {
        return swap;
    }

    /** Another connection to the same database, for one thread. */
    public DuckDBConnection connect() throws SQLException {
        return root.duplicate();
    }

    /** The columns of a table, in order. */
    public List<Column> columns(HistoryTable table) {
        return columns.get(table);
    }

    /** Name of a table without rows that has all columns of the table. */
    public static String empty(HistoryTable table) {
        return EMPTY + "." + table.tableName();
    }

    /** Makes a schema, empty, in place of one of the name. */
    public void createSchema(String schema) throws SQLException {
        dropSchema(schema);
        execute("CREATE SCHEMA " + schema);
    }

    /**
     * Sets the runs and tables of a schema that queries see.
     *
     * @param runs that have rows of steps, evaluations and tensors in it
     * @param tables of DuckDB that hold the rows, with the schema
     */
    public void setLive(String schema, Set<String> runs, Map<HistoryTable, List<String>> tables) {
        liveSchemas.put(schema, new Live(runs, tables));
    }

    public void dropSchema(String schema) throws SQLException {
        liveSchemas.remove(schema);
        execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }

    /** Relation in parentheses over the rows in memory. */
    public String live(HistoryTable table) {
        return live(table, liveSchemas.values().stream());
    }

    /** The same of one run, from the schemas that have rows of it: the cost of a query grows with its relations. */
    public String live(HistoryTable table, String run) {
        return live(
                table, liveSchemas.values().stream().filter(live -> live.runs().contains(run)));
    }

    private static String live(HistoryTable table, Stream<Live> schemas) {
        return union(Stream.concat(
                Stream.of(empty(table)),
                schemas.flatMap(live -> live.tables().getOrDefault(table, List.of()).stream())));
    }

    /** Relation in parentheses over the rows in files, empty without files. */
    public String written(HistoryTable table, List<DataFile> files) {
        asked.get().addAll(files);
        String paths = files.stream()
                .map(file -> text(folder.resolve(file).toString()))
                .collect(Collectors.joining(", "));
        return files.isEmpty() ? union(Stream.of(empty(table))) : table.read(paths, empty(table));
    }

    /** The files that this thread had in statements since it last asked for them. */
    public List<DataFile> takeAsked() {
        List<DataFile> files = asked.get();
        asked.remove();
        return files;
    }

    /** A relation in parentheses with the rows of all tables, and the columns of any. */
    public static String union(Stream<String> tables) {
        return tables.map(table -> "FROM " + table).collect(Collectors.joining(" UNION ALL BY NAME ", "(", ")"));
    }

    /** A text as SQL: within quotes, only the quote means something to DuckDB. */
    public static String text(String value) {
        return "'" + clean(value).replace("'", "''") + "'";
    }

    /** DuckDB's text ends at no NUL, but C code around it does; a job that sends one gets the sign for it. */
    public static String clean(String value) {
        return value.indexOf('\0') < 0 ? value : value.replace('\0', '\u2400');
    }

    /** Time as DuckDB has it: microseconds since 1970. */
    public static long micros(long millis) {
        return Math.max(FIRST_MILLIS, Math.min(LAST_MILLIS, millis)) * 1000;
    }

    /** The rows of a query as objects. */
    public static <T> List<T> rows(Connection connection, String sql, Mapper<T> mapper) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(TIME_OUT_SECONDS);
            return all(statement.executeQuery(sql), mapper);
        }
    }

    /** The same of a query with one parameter. */
    public static <T> List<T> rows(Connection connection, String sql, String parameter, Mapper<T> mapper)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(TIME_OUT_SECONDS);
            statement.setString(1, clean(parameter));
            return all(statement.executeQuery(), mapper);
        }
    }

    private static <T> List<T> all(ResultSet open, Mapper<T> mapper) throws SQLException {
        List<T> result = new ArrayList<>();
        try (ResultSet rows = open) {
            while (rows.next()) {
                result.add(mapper.map(rows));
            }
        }
        return result;
    }

    private synchronized void execute(String sql) throws SQLException {
        try (Statement statement = root.createStatement()) {
            statement.execute(sql);
        }
    }

    public static void execute(Connection connection, String sql) throws SQLException {
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
