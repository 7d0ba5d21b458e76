package io.gradwatch.fleet.history;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** The appenders of the tables of one schema; made when first needed. For one thread. */
final class TableAppenders implements AutoCloseable {

    private final DuckDBConnection connection;
    private final String schema;
    private final Map<HistoryTable, DuckDBAppender> appenders = new EnumMap<>(HistoryTable.class);
    private final Map<HistoryTable, Row> rows = new EnumMap<>(HistoryTable.class);

    TableAppenders(DuckDBConnection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** A new row of the table. */
    Row row(HistoryTable table) throws SQLException {
        Row row = rows.get(table);
        if (row == null) {
            DuckDBAppender appender = connection.createAppender(schema, table.tableName());
            appenders.put(table, appender);
            row = new Row(appender);
            rows.put(table, row);
        }
        return row.begin();
    }

    /** Makes all rows visible to queries. */
    void flush() throws SQLException {
        for (DuckDBAppender appender : appenders.values()) {
            appender.flush();
        }
    }

    /** Ends the appenders with their tables: rows that were not flushed are lost with them. */
    @Override
    public void close() throws SQLException {
        SQLException problem = null;
        for (DuckDBAppender appender : appenders.values()) {
            try {
                appender.close();
            } catch (SQLException e) {
                problem = e;
            }
        }
        appenders.clear();
        rows.clear();
        if (problem != null) {
            throw problem;
        }
    }
}
