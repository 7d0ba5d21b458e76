package io.gradwatch.agent.attach.file;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Position in a file behind the rows that were sent.
 *
 * @param key of the file in its file system (device and inode); empty before it was read
 * @param beginning hash of its first bytes: a file that was written anew begins otherwise
 * @param beginningBytes that are hashed
 * @param position behind what was told: bytes, of a file that is written anew as a whole rows
 * @param rows that were told
 * @param firstRow mark of the first of them
 * @param lastRow mark of the last of them
 * @param attempt that the last of them belongs to, counted from 0 for the first of the file
 * @param lastMillis when the last of them was written, milliseconds since 1970-01-01 UTC; 0 before the first
 */
// Older versions saved a step as well.
@JsonIgnoreProperties(ignoreUnknown = true)
public record FileState(
        String key,
        long beginning,
        int beginningBytes,
        long position,
        long rows,
        long firstRow,
        long lastRow,
        int attempt,
        long lastMillis) {

    public static final FileState NEW = new FileState("", 0, 0, 0, 0, 0, 0, 0, 0);

    boolean isNew() {
        return rows == 0 && position == 0;
    }

    /** The same after another row. */
    FileState after(ReadRow row, long newPosition) {
        long mark = row.mark();
        return new FileState(
                key,
                beginning,
                beginningBytes,
                newPosition,
                rows + 1,
                rows == 0 ? mark : firstRow,
                mark,
                row.row().attempt(),
                Math.max(lastMillis, row.timeMillis()));
    }

    FileState in(String newKey, long newPosition) {
        return new FileState(
                newKey, beginning, beginningBytes, newPosition, rows, firstRow, lastRow, attempt, lastMillis);
    }

    FileState beginningWith(long hash, int bytes) {
        return new FileState(key, hash, bytes, position, rows, firstRow, lastRow, attempt, lastMillis);
    }
}
