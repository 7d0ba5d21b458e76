package io.gradwatch.fleet.sql;

import java.util.List;

/**
 * Bounds of the database in a process.
 *
 * @param folders that it may read and write, absolute
 * @param memoryBytes that DuckDB may take
 * @param threads that DuckDB may use
 */
record SqlBounds(List<String> folders, long memoryBytes, int threads) {}
