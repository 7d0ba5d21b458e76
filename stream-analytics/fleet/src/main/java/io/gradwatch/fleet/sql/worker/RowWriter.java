package io.gradwatch.fleet.sql.worker;

import java.io.IOException;
import java.util.List;

/** Writes an answer row by row. NaN and infinities are {@code NaN}, {@code Infinity} and {@code -Infinity}. */
interface RowWriter extends AutoCloseable {

    /** A column of the answer. */
    record Column(String name, String type) {}

    /** Begins, before the first row. */
    void begin(List<Column> columns) throws IOException;

    /** Writes a row; its values are null, booleans, numbers or texts. */
    void row(List<Object> values) throws IOException;

    /** @param truncated true where there were more rows than allowed or requested */
    void end(boolean truncated) throws IOException;

    @Override
    void close() throws IOException;
}
