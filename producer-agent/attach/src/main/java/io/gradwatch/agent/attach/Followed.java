package io.gradwatch.agent.attach;

import io.gradwatch.agent.logs.UnreadableLogException;
import io.gradwatch.schema.Telemetry;
import java.util.Optional;

/** A log that is followed. Belongs to one thread. */
interface Followed extends AutoCloseable {

    /**
     * What was written since.
     *
     * @param most rows at once
     * @param upTo {@link FileState#position} at which to stop
     * @throws UnreadableLogException when the log cannot be read any further
     */
    Reading read(int most, long upTo) throws UnreadableLogException;

    /** How far it is told. */
    FileState state();

    /** What the log declares of the run; empty before it was read. */
    Optional<Telemetry> started();

    /** When it was last written, milliseconds since 1970-01-01 UTC; 0 when it is not there. */
    long lastWrittenMillis();

    /** Whether a file that was written anew may still get back the rows that were told of it. */
    boolean waits();

    @Override
    void close();
}
