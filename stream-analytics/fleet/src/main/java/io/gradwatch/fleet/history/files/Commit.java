package io.gradwatch.fleet.history.files;

import java.util.List;

/**
 * A part of one partition's history: the files that hold all records of the topic from one offset to another.
 *
 * @param first offset of the first record that it covers
 * @param next offset after the last record that it covers
 * @param generation 0 as it was written from the topic; from 1 on for one that takes the place of others
 * @param files that hold the rows; none where the records had none or they have expired
 */
public record Commit(long first, long next, int generation, List<DataFile> files) {

    /** Rows in all its files. */
    public long rows() {
        return files.stream().mapToLong(DataFile::rows).sum();
    }

    /**
     * Name of its file. What is written from the topic is named by the first offset alone, so that of two writers only
     * one can have it.
     */
    String fileName() {
        return generation == 0
                ? String.format("%020d.json", first)
                : String.format("%020d-%020d-%06d.json", first, next, generation);
    }
}
