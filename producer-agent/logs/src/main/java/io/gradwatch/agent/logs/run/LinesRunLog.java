package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.schema.Telemetry;
import java.util.Optional;

/** A growing log of which every row is told once its line is whole. */
public final class LinesRunLog implements GrowingRunLog {

    private final RunLog rows;
    private final TextLines lines;

    /**
     * @param rows read from the lines, one at a time
     * @param lines that grow
     */
    public LinesRunLog(RunLog rows, TextLines lines) {
        this.rows = rows;
        this.lines = lines;
    }

    @Override
    public Telemetry started() {
        return rows.started();
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        return rows.next();
    }

    @Override
    public long position() {
        return lines.position();
    }

    @Override
    public void skipTo(long position) throws UnreadableLogException {
        lines.stopAt(position);
        while (rows.next().isPresent()) {
            // What was told is not told again.
        }
        lines.stopAt(Long.MAX_VALUE);
    }

    @Override
    public void settle() {
        // A line is a row: none is at hand.
    }

    @Override
    public void end() {
        lines.end();
    }

    @Override
    public boolean finished() {
        return false;
    }

    @Override
    public Optional<Understanding> understanding() {
        return rows.understanding();
    }

    @Override
    public void close() {
        rows.close();
    }
}
