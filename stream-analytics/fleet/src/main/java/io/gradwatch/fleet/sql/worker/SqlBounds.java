package io.gradwatch.fleet.sql.worker;

import java.util.List;

/**
 * Bounds of the database in a process.
 *
 * @param folders that it may read and write, absolute
 * @param memoryBytes that DuckDB may take
 * @param threads that DuckDB may use
 */
public record SqlBounds(List<String> folders, long memoryBytes, int threads) {}
