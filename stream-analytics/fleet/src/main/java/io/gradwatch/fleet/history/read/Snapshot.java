package io.gradwatch.fleet.history.read;

import io.gradwatch.fleet.history.files.HistoryTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All rows of the history at one moment, as files: those that count, and one of each table for what this process has in
 * memory. Its files in memory's place are removed when the last user has closed it and a newer one has come.
 */
public final class Snapshot implements AutoCloseable {

    private final Map<HistoryTable, List<String>> files;
    private final List<Path> own;
    private int users = 1;

    Snapshot(Map<HistoryTable, List<String>> files, List<Path> own) {
        this.files = files;
        this.own = own;
    }

    /** Absolute paths of the files of a table. */
    public List<String> files(HistoryTable table) {
        return files.getOrDefault(table, List.of());
    }

    synchronized Snapshot use() {
        users++;
        return this;
    }

    @Override
    public synchronized void close() {
        if (--users > 0) {
            return;
        }
        for (Path file : own) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // It is removed with what crashes leave.
                continue;
            }
        }
    }
}
