package io.gradwatch.fleet.history.write;

import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.RecordColumns;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.duckdb.DuckDBAppender;

/** One row on its way into a table: values in the order of the columns, null where there is none. */
final class Row {

    private enum Kind {
        INTEGER,
        LONG,
        DOUBLE,
        FLAG,
        TIME,
        TEXT,
        MAP,
        LIST
    }

    /** Takes rows that are filled. */
    @FunctionalInterface
    interface Table {
        void add(Row row) throws SQLException;
    }

    private final Table table;
    private final Kind[] kinds;
    private final long[] bits;
    private final Object[] objects;
    private int columns;
    private long filled;

    /** @param columns of the table, at most 64 */
    Row(Table table, int columns) {
        this.table = table;
        this.kinds = new Kind[columns];
        this.bits = new long[columns];
        this.objects = new Object[columns];
    }

    Row begin() {
        columns = 0;
        filled = 0;
        return this;
    }

    void end() throws SQLException {
        if (columns != kinds.length) {
            throw new IllegalStateException("a row has " + columns + " of " + kinds.length + " columns");
        }
        table.add(this);
    }

    /** Columns that have a value, the first as the lowest bit. */
    long filled() {
        return filled;
    }

    Row text(CharSequence value) {
        return value == null ? none(1) : put(Kind.TEXT, HistoryDatabase.clean(value.toString()));
    }

    Row number(long value) {
        return put(Kind.LONG, value);
    }

    Row number(int value) {
        return put(Kind.INTEGER, value);
    }

    Row number(double value) {
        return put(Kind.DOUBLE, Double.doubleToRawLongBits(value));
    }

    /** A value of any kind that a column may have; null where there is none. */
    Row value(Object value) {
        if (value instanceof Double number) {
            return number(number.doubleValue());
        } else if (value instanceof Long number) {
            return number(number.longValue());
        } else if (value instanceof Integer number) {
            return number(number.intValue());
        } else if (value instanceof Boolean flag) {
            return put(Kind.FLAG, flag ? 1 : 0);
        } else if (value instanceof Instant time) {
            return time(HistoryDatabase.micros(time.toEpochMilli()));
        } else if (value instanceof Map<?, ?> map) {
            return map(map);
        } else if (value instanceof Collection<?> list) {
            return list.isEmpty() ? none(1) : put(Kind.LIST, List.copyOf(list));
        }
        return text((CharSequence) value);
    }

    /** The fields of a record, in the order of its columns. */
    <T extends SpecificRecord> Row values(RecordColumns<T> columns, T record) {
        columns.fill(record, this::value);
        return this;
    }

    /** A time, microseconds since 1970. */
    Row time(long micros) {
        return put(Kind.TIME, micros);
    }

    Row map(Map<?, ?> values) {
        if (values.isEmpty()) {
            return none(1);
        }
        boolean clean = values.keySet().stream().noneMatch(key -> key.toString().indexOf('\0') >= 0);
        return put(Kind.MAP, clean ? values : cleaned(values));
    }

    private static Map<String, Object> cleaned(Map<?, ?> values) {
        Map<String, Object> cleaned = new HashMap<>();
        values.forEach((key, value) -> cleaned.put(HistoryDatabase.clean(key.toString()), value));
        return cleaned;
    }

    Row none(int count) {
        columns += count;
        return this;
    }

    private Row put(Kind kind, long value) {
        bits[columns] = value;
        return put(kind);
    }

    private Row put(Kind kind, Object value) {
        objects[columns] = value;
        return put(kind);
    }

    private Row put(Kind kind) {
        kinds[columns] = kind;
        filled |= 1L << columns++;
        return this;
    }

    /**
     * Appends the row.
     *
     * @param to columns that the appender's table has, as {@link #filled}; those that are filled among them
     */
    void appendTo(DuckDBAppender appender, long to) throws SQLException {
        appender.beginRow();
        for (int i = 0; i < columns; i++) {
            long column = 1L << i;
            if ((filled & column) != 0) {
                append(appender, i);
            } else if ((to & column) != 0) {
                appender.appendNull();
            }
        }
        appender.endRow();
    }

    private void append(DuckDBAppender appender, int i) throws SQLException {
        switch (kinds[i]) {
            case INTEGER -> appender.append((int) bits[i]);
            case LONG -> appender.append(bits[i]);
            case DOUBLE -> appender.append(Double.longBitsToDouble(bits[i]));
            case FLAG -> appender.append(bits[i] == 1);
            case TIME -> appender.appendEpochMicros(bits[i]);
            case TEXT -> appender.append((String) objects[i]);
            case MAP -> appender.append((Map<?, ?>) objects[i]);
            case LIST -> appender.append((Collection<?>) objects[i]);
        }
    }
}
