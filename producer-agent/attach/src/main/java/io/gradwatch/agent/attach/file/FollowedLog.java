package io.gradwatch.agent.attach.file;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Telemetry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A log that is followed. Belongs to one thread. */
public abstract class FollowedLog implements AutoCloseable {

    /** Position behind the rows that were sent. */
    FileState state;
    /** Declaration of the run; null before the log was read. */
    Telemetry started;
    /** True if the next row is the first of a log. */
    boolean begins;

    FollowedLog(FileState state) {
        this.state = state;
        this.begins = state.isNew();
    }

    /**
     * Rows that were written since.
     *
     * @param most rows at once
     * @param upTo {@link FileState#position} at which to stop
     * @param untilMillis rows that were written later wait, milliseconds since 1970-01-01 UTC
     * @throws UnreadableLogException when the log cannot be read any further
     */
    public abstract ReadRows read(int most, long upTo, long untilMillis) throws UnreadableLogException;

    /**
     * When the next row was written, milliseconds since 1970-01-01 UTC; empty where there is none yet.
     *
     * @throws UnreadableLogException when the log cannot be read any further
     */
    public abstract OptionalLong nextMillis() throws UnreadableLogException;

    /** Understanding of it; empty before it was read. */
    public abstract Optional<Understanding> understanding();

    /** When it was last written, milliseconds since 1970-01-01 UTC; 0 when it is not there. */
    public abstract long lastWrittenMillis();

    /** State of the log: its position behind the rows that were sent. */
    public final FileState state() {
        return state;
    }

    /** Declaration of the run; empty before the log was read. */
    public Optional<Telemetry> started() {
        return Optional.ofNullable(started);
    }

    /** True if a file that was written anew may still get back the rows that were told of it. */
    public boolean waits() {
        return false;
    }

    /** True if nothing more can come: its writer has closed it, which of a file cannot be seen. */
    public boolean isOver() {
        return false;
    }

    /** Nobody reads on: what is there is all of it. */
    public void end() {}

    /** Closes what stays open between two readings. */
    @Override
    public void close() {}

    final ReadRows nothing() {
        return new ReadRows(List.of(), false, state, false);
    }

    final ReadRows reading(List<ReadRow> rows, boolean finished) {
        ReadRows reading = new ReadRows(List.copyOf(rows), begins && !rows.isEmpty(), state, finished);
        begins &= rows.isEmpty();
        return reading;
    }
}
