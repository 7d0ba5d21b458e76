package io.gradwatch.fleet.sql;

import java.util.List;

/**
 * An answer. Values are null, booleans, numbers or texts: times, lists and maps are text as DuckDB writes it, and
 * numbers that no double holds exactly too.
 *
 * @param columns in order
 * @param rows values in the order of the columns
 * @param truncated whether there was more than was allowed or asked for
 * @param millis that it took
 */
public record SqlResult(List<Column> columns, List<List<Object>> rows, boolean truncated, long millis) {

    /**
     * A column of the answer.
     *
     * @param name as the question gives it; may be there twice
     * @param type DuckDB's name of its type, such as DOUBLE
     */
    public record Column(String name, String type) {}
}
