package io.gradwatch.fleet.history.write;

import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryDatabase.Column;
import io.gradwatch.fleet.history.files.HistoryTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Rows of one table of one partition in memory. They stand in tables of DuckDB that have the columns which rows have
 * filled so far, a wider one being made when a row fills another: DuckDB takes as long for a column of nothing as for
 * one of values, and few runs send all. For one thread.
 */
final class TableBuffer implements AutoCloseable {

    private final HistoryTable table;
    private final DuckDBConnection connection;
    private final String schema;
    private final List<Column> columns;
    private final Row row;
    private final List<String> parts = new ArrayList<>();
    private DuckDBAppender appender;
    private long filled;

    /** @param columns of the table, all of them; at most 64 */
    TableBuffer(HistoryTable table, DuckDBConnection connection, String schema, List<Column> columns) {
        this.table = table;
        this.connection = connection;
        this.schema = schema;
        this.columns = columns;
        this.row = new Row(this, columns.size());
    }

    /** A new row, to be filled and ended before the next. */
    Row row() {
        return row.begin();
    }

    /** Names of the tables of DuckDB, with the schema. */
    List<String> parts() {
        return List.copyOf(parts);
    }

    /** What to select to have all columns of the table, for relations that have those that were filled. */
    String select() {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> isFilled(i)
                        ? columns.get(i).name()
                        : "NULL::" + columns.get(i).type() + " AS "
                                + columns.get(i).name())
                .collect(Collectors.joining(", "));
    }

    /** Takes a row that is filled. */
    void add(Row done) throws SQLException {
        if ((done.filled() & ~filled) != 0) {
            widen(done.filled());
        }
        done.appendTo(appender, filled);
    }

    private void widen(long more) throws SQLException {
        close();
        filled |= more;
        String name = table.tableName() + "_" + parts.size();
        String names = IntStream.range(0, columns.size())
                .filter(this::isFilled)
                .mapToObj(i -> columns.get(i).name())
                .collect(Collectors.joining(", "));
        HistoryDatabase.execute(
                connection,
                "CREATE TABLE " + schema + "." + name + " AS SELECT " + names + " FROM "
                        + HistoryDatabase.empty(table));
        appender = connection.createAppender(schema, name);
        parts.add(schema + "." + name);
    }

    private boolean isFilled(int column) {
        return (filled >>> column & 1) != 0;
    }

    /** Makes all rows visible to queries. */
    void flush() throws SQLException {
        if (appender != null) {
            appender.flush();
        }
    }

    /** Ends the appender. */
    @Override
    public void close() throws SQLException {
        if (appender != null) {
            appender.close();
            appender = null;
        }
    }
}
