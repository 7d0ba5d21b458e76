package io.gradwatch.fleet.history.files;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of one partition's history: the files that hold all records of the topic from one offset to another.
 *
 * @param first offset of the first record that it covers
 * @param next offset after the last record that it covers
 * @param generation 0 as it was written from the topic; from 1 on for one that takes the place of others
 * @param files that hold the rows; none where the records had none or they have expired
 */
public record Commit(long first, long next, int generation, List<DataFile> files) {

    private static final Pattern DAY = Pattern.compile("\\d{4,}-\\d\\d-\\d\\d");
    private static final Pattern FILE = Pattern.compile("[a-z]+/day=[-\\d]+/[-0-9a-f]{36}\\.parquet");

    /**
     * Problem of a commit that was read; null where it is as one that was written.
     *
     * @param name of its file
     */
    String problem(String name) {
        if (files == null) {
            return "it names no files";
        }
        if (first < 0 || next <= first || !fileName().equals(name)) {
            return "it covers " + first + " to " + next + ", which is not what its name says";
        }
        return files.stream().allMatch(Commit::isNamedAsWritten) ? null : "it names a file as no history does";
    }

    /** Its path is one of the history, so that nothing outside of it is read or moved. */
    private static boolean isNamedAsWritten(DataFile file) {
        return file != null
                && file.table() != null
                && file.runs() != null
                && file.rows() >= 0
                && file.day() != null
                && DAY.matcher(file.day()).matches()
                && file.path() != null
                && FILE.matcher(file.path()).matches();
    }

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
