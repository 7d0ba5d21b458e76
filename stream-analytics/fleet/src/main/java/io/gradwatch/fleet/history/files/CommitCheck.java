package io.gradwatch.fleet.history.files;

import java.util.regex.Pattern;

/** Finds out whether a commit that was read is one that was written. */
final class CommitCheck {

    private static final Pattern DAY = Pattern.compile("\\d{4,}-\\d\\d-\\d\\d");
    private static final Pattern FILE = Pattern.compile("[a-z]+/day=[-\\d]+/[-0-9a-f]{36}\\.parquet");

    private CommitCheck() {}

    /**
     * Problem of the commit.
     *
     * @param name of its file
     * @return null where nothing is
     */
    static String problem(Commit commit, String name) {
        if (commit == null || commit.files() == null) {
            return "it names no files";
        }
        if (commit.first() < 0
                || commit.next() <= commit.first()
                || !commit.fileName().equals(name)) {
            return "it covers " + commit.first() + " to " + commit.next() + ", which is not what its name says";
        }
        for (DataFile file : commit.files()) {
            boolean whole = file != null && file.table() != null && file.runs() != null && file.rows() >= 0;
            // The path is one of ours, so that nothing outside of the history is read or moved.
            if (!whole
                    || file.day() == null
                    || !DAY.matcher(file.day()).matches()
                    || file.path() == null
                    || !FILE.matcher(file.path()).matches()) {
                return "it names a file as no history does";
            }
        }
        return null;
    }
}
