package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.file.WrongRowException;
import io.gradwatch.agent.logs.names.LogNames;
import java.util.Optional;

/** Log with a row in each line, once the line is whole. A line that is wrong is left out and reported. */
public abstract class LinesRunLog extends NamedRows implements GrowingRunLog {

    protected final TextLines lines;

    protected LinesRunLog(TextLines lines, String runId, LogNames names) {
        super(runId, names);
        this.lines = lines;
    }

    @Override
    public final Optional<LogRow> next() throws UnreadableLogException {
        while (true) {
            try {
                Optional<LogRow> row = read();
                if (row.isEmpty()) {
                    readAll();
                }
                return row;
            } catch (WrongRowException e) {
                leftOut.add(e.problem(), rows());
            }
        }
    }

    /** Row of the next line; empty where none is there. */
    protected abstract Optional<LogRow> read() throws UnreadableLogException, WrongRowException;

    /**
     * No line is left.
     *
     * @throws UnreadableLogException when the log as a whole is wrong
     */
    protected abstract void readAll() throws UnreadableLogException;

    @Override
    public long position() {
        return lines.position();
    }

    @Override
    public void skipTo(long position) throws UnreadableLogException {
        lines.stopAt(position);
        while (next().isPresent()) {
            // Rows that were sent before are read for their names.
        }
        lines.stopAt(Long.MAX_VALUE);
    }

    @Override
    public void end() {
        lines.end();
    }

    @Override
    public void close() {
        lines.close();
    }
}
