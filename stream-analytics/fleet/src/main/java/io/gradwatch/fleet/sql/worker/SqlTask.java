package io.gradwatch.fleet.sql.worker;

import io.gradwatch.fleet.history.files.HistoryTable;
import java.util.List;
import java.util.Map;

/**
 * A query on its way to the process that answers it.
 *
 * @param query in SQL, as it was asked
 * @param rows of the answer, at most
 * @param format of the answer
 * @param file that takes the answer; it is not there yet
 * @param tables absolute paths of the Parquet files of each table
 */
public record SqlTask(String query, int rows, SqlFormat format, String file, Map<HistoryTable, List<String>> tables) {}
