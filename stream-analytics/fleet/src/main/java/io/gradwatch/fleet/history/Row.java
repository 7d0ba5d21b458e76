package io.gradwatch.fleet.history;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;

/** One row on its way into a table: values in the order of the columns, null where there is none. */
final class Row {

    /** Years 1 to 9999: a host whose clock is beyond is taken to be at the nearer end, for DuckDB has no later time. */
    private static final long FIRST_MILLIS = -62_135_596_800_000L;

    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private final DuckDBAppender appender;

    Row(DuckDBAppender appender) {
        this.appender = appender;
    }

    /** Time as DuckDB has it: microseconds since 1970. */
    static long micros(long millis) {
        return Math.max(FIRST_MILLIS, Math.min(LAST_MILLIS, millis)) * 1000;
    }

    Row begin() throws SQLException {
        appender.beginRow();
        return this;
    }

    void end() throws SQLException {
        appender.endRow();
    }

    Row text(CharSequence value) throws SQLException {
        appender.append(value == null ? null : clean(value.toString()));
        return this;
    }

    Row number(long value) throws SQLException {
        appender.append(value);
        return this;
    }

    Row number(int value) throws SQLException {
        appender.append(value);
        return this;
    }

    Row number(double value) throws SQLException {
        appender.append(value);
        return this;
    }

    Row number(Long value) throws SQLException {
        return value == null ? none(1) : number(value.longValue());
    }

    Row number(Integer value) throws SQLException {
        return value == null ? none(1) : number(value.intValue());
    }

    Row number(Double value) throws SQLException {
        return value == null ? none(1) : number(value.doubleValue());
    }

    Row flag(Boolean value) throws SQLException {
        appender.append(value);
        return this;
    }

    /** A time, microseconds since 1970. */
    Row time(long micros) throws SQLException {
        appender.appendEpochMicros(micros);
        return this;
    }

    Row map(Map<?, ?> values) throws SQLException {
        if (values == null || values.isEmpty()) {
            return none(1);
        }
        boolean clean = values.keySet().stream().noneMatch(key -> key.toString().indexOf('\0') >= 0);
        appender.append(clean ? values : cleaned(values));
        return this;
    }

    private static Map<String, Object> cleaned(Map<?, ?> values) {
        Map<String, Object> cleaned = new HashMap<>();
        values.forEach((key, value) -> cleaned.put(clean(key.toString()), value));
        return cleaned;
    }

    Row list(Collection<?> values) throws SQLException {
        if (values == null || values.isEmpty()) {
            return none(1);
        }
        appender.append(List.copyOf(values));
        return this;
    }

    Row none(int columns) throws SQLException {
        for (int i = 0; i < columns; i++) {
            appender.appendNull();
        }
        return this;
    }

    /** DuckDB's text ends at no NUL, but C code around it does; a job that sends one gets the sign for it. */
    static String clean(String value) {
        return value.indexOf('\0') < 0 ? value : value.replace('\0', '\u2400');
    }
}
