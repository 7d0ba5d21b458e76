package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.schema.Telemetry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A log of which the first rows were read before they are asked for: their names tell what the loss means, so that
 * {@link #started} says it before the first row.
 */
public final class ReadAheadRunLog implements RunLog {

    /** Programs that write each value in a row of its own have told all names by then. Own choice. */
    private static final int ROWS = 20;

    private final RunLog log;
    private final Deque<LogRow> ahead = new ArrayDeque<>();
    private UnreadableLogException problem;

    /** @param log of which nothing was read; closed with this */
    public ReadAheadRunLog(RunLog log) {
        this.log = log;
        try {
            for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                ahead.add(row.get());
                if (ahead.size() == ROWS) {
                    return;
                }
            }
        } catch (UnreadableLogException e) {
            problem = e;
        }
    }

    @Override
    public Telemetry started() {
        return log.started();
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        if (!ahead.isEmpty()) {
            return Optional.of(ahead.remove());
        }
        if (problem != null) {
            throw problem;
        }
        return log.next();
    }

    @Override
    public Optional<Understanding> understanding() {
        return log.understanding();
    }

    @Override
    public void close() {
        log.close();
    }
}
