package io.gradwatch.fleet.history.write;

import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;

/** The tables in memory of one partition, each made when it is first needed. For one thread. */
final class TableBuffers implements AutoCloseable {

    private final HistoryDatabase database;
    private final DuckDBConnection connection;
    private final String schema;
    private final Map<HistoryTable, TableBuffer> tables = new EnumMap<>(HistoryTable.class);

    TableBuffers(HistoryDatabase database, DuckDBConnection connection, String schema) {
        this.database = database;
        this.connection = connection;
        this.schema = schema;
    }

    /** A new row of the table. */
    Row row(HistoryTable table) {
        return tables.computeIfAbsent(table, key -> new TableBuffer(key, connection, schema, database.columns(key)))
                .row();
    }

    /** The table, where it has had a row. */
    Optional<TableBuffer> table(HistoryTable table) {
        return Optional.ofNullable(tables.get(table));
    }

    /** Names of the tables of DuckDB that rows are in. */
    Map<HistoryTable, List<String>> parts() {
        Map<HistoryTable, List<String>> parts = new HashMap<>();
        tables.forEach((table, live) -> parts.put(table, live.parts()));
        return parts;
    }

    /** Makes all rows visible to queries. */
    void flush() throws SQLException {
        for (TableBuffer table : tables.values()) {
            table.flush();
        }
    }

    /** Ends the appenders, with all that goes wrong in the end. */
    @Override
    public void close() throws SQLException {
        List<SQLException> problems = new ArrayList<>();
        for (TableBuffer table : tables.values()) {
            try {
                table.close();
            } catch (SQLException e) {
                problems.add(e);
            }
        }
        tables.clear();
        if (!problems.isEmpty()) {
            throw problems.get(0);
        }
    }
}
