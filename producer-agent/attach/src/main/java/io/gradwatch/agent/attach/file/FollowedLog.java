package io.gradwatch.agent.attach.file;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Telemetry;
import java.util.Optional;
import java.util.OptionalLong;

/** A log that is followed. Belongs to one thread. */
public interface FollowedLog extends AutoCloseable {

    /**
     * Rows that were written since.
     *
     * @param most rows at once
     * @param upTo {@link FileState#position} at which to stop
     * @param untilMillis rows that were written later wait, milliseconds since 1970-01-01 UTC
     * @throws UnreadableLogException when the log cannot be read any further
     */
    ReadRows read(int most, long upTo, long untilMillis) throws UnreadableLogException;

    /**
     * When the next row was written, milliseconds since 1970-01-01 UTC; empty where there is none yet.
     *
     * @throws UnreadableLogException when the log cannot be read any further
     */
    OptionalLong nextMillis() throws UnreadableLogException;

    /** State of the log: its position behind the rows that were sent. */
    FileState state();

    /** Declaration of the run; empty before the log was read. */
    Optional<Telemetry> started();

    /** Understanding of it; empty before it was read. */
    default Optional<Understanding> understanding() {
        return Optional.empty();
    }

    /** When it was last written, milliseconds since 1970-01-01 UTC; 0 when it is not there. */
    long lastWrittenMillis();

    /** True if a file that was written anew may still get back the rows that were told of it. */
    boolean waits();

    /** True if nothing more can come: its writer has closed it, which of a file cannot be seen. */
    default boolean isOver() {
        return false;
    }

    /** Nobody reads on: what is there is all of it. */
    default void end() {}

    @Override
    void close();
}
