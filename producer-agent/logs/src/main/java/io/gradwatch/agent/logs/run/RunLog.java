package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.schema.Telemetry;
import java.util.Optional;

/**
 * A recorded run, read once from its first row to its last. Only the row at hand is in memory. Every record belongs to
 * rank 0 of one session, whose sequence has no gaps; timestamps are 0, as a log has no time. Attempts count from 0: a
 * row that goes back to the start of the training, or to a checkpoint, begins the next one, see {@link LogRow#attempt}.
 */
public interface RunLog extends AutoCloseable {

    /** Declaration of the run: the first record of its telemetry. */
    Telemetry started();

    /**
     * The next row; empty after the last one.
     *
     * @throws UnreadableLogException when the log cannot be read any further; the rows before are sound
     */
    Optional<LogRow> next() throws UnreadableLogException;

    /** Understanding of the log so far; empty where the reader cannot tell. */
    default Optional<Understanding> understanding() {
        return Optional.empty();
    }

    @Override
    void close();
}
