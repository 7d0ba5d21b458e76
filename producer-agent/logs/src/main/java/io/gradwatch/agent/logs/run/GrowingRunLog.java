package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.file.UnreadableLogException;

/**
 * A log that is read while its job writes it. {@link #next} is empty where nothing whole follows yet, and may be asked
 * again: half a line or half a record waits for its rest.
 */
public interface GrowingRunLog extends RunLog {

    /** Place in the file behind all that {@link #next} has told, bytes from its start. */
    long position();

    /**
     * Reads what was told before, to know again what the names in the log stand for, and tells none of it.
     *
     * @param position a former {@link #position}
     * @throws UnreadableLogException when the file cannot be read that far
     */
    void skipTo(long position) throws UnreadableLogException;

    /** The job is between two rows: the row at hand, if the log has one, is told though none follows. */
    default void settle() {}

    /** Nothing more will be written: a last line without an end is a line, the row at hand is told. */
    void end();

    /** True if the log says, in what was told, that the training came to its end. */
    default boolean finished() {
        return false;
    }
}
