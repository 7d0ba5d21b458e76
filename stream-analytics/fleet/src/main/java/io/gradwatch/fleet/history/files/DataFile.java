package io.gradwatch.fleet.history.files;

import java.util.Arrays;

/**
 * A Parquet file of the history, as a commit names it.
 *
 * @param table of its rows
 * @param day the day, UTC, by the broker's clock, as YYYY-MM-DD
 * @param path relative to the history's folder, with forward slashes
 * @param rows in it
 * @param bytes of it
 * @param runs hashes of the ids of the runs in it, of acknowledgements those of the alerts, ascending; a query of one
 *     run opens no file without its hash
 */
public record DataFile(HistoryTable table, String day, String path, long rows, long bytes, int[] runs) {

    /** True where rows of the run may be in it; false is certain. */
    boolean mayHold(String run) {
        return Arrays.binarySearch(runs, run.hashCode()) >= 0;
    }
}
