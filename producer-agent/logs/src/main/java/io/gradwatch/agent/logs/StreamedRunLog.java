package io.gradwatch.agent.logs;

import io.gradwatch.agent.logs.csv.CsvRunLog;
import io.gradwatch.agent.logs.csv.GrowingCsvRows;
import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.PrintedLines;
import io.gradwatch.agent.logs.file.TextEncoding;
import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.json.JsonLinesRunLog;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.agent.logs.text.TextRunLog;
import io.gradwatch.agent.logs.text.pattern.TextPattern;
import io.gradwatch.schema.Telemetry;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** A log that comes in a stream, such as what a program prints: to ask for the next row waits for it. */
public final class StreamedRunLog implements RunLog {

    private final RunLog rows;

    private StreamedRunLog(RunLog rows) {
        this.rows = rows;
    }

    /**
     * Waits for the first line, which tells the kind where none is named: CSV, JSON Lines or text.
     *
     * @param in the bytes of the log
     * @param name of the stream, for messages
     * @param runId of the run that its telemetry shall belong to
     * @param kind that a person names
     * @param mapped what a person says of its names
     * @param pattern of the lines of a text, null where the text is to tell it
     * @throws UnreadableLogException when it cannot be read, or its heading cannot
     * @throws IllegalArgumentException for a kind that is no text
     */
    public static StreamedRunLog open(
            InputStream in, String name, String runId, Optional<LogKind> kind, SignalMap mapped, TextPattern pattern)
            throws UnreadableLogException {
        BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
        LogKind told = LogKind.of(head(bytes, name), new LogReading(kind, mapped, Optional.ofNullable(pattern)));
        TextLines lines = TextLines.of(bytes, name);
        return new StreamedRunLog(
                switch (kind.orElse(told)) {
                    case CSV -> CsvRunLog.of(GrowingCsvRows.of(Path.of(name), lines), runId, mapped);
                    case JSON_LINES -> new JsonLinesRunLog(lines, runId, mapped);
                    case TEXT -> new TextRunLog(PrintedLines.of(bytes, name), runId, mapped, pattern);
                    case EVENTS, TRAINER_STATE, WANDB, JSON, TEXT_IN_JSON, FOLDER ->
                        throw new IllegalArgumentException(
                                kind.get().id() + " does not come in a stream; expected csv, jsonl or text");
                });
    }

    /** Waits for the first line that is not blank, and leaves it to be read again. */
    private static LogHead head(BufferedInputStream in, String name) throws UnreadableLogException {
        in.mark(LogHead.BYTES);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            boolean blank = true;
            for (int next = in.read(); next >= 0; next = in.read()) {
                head.write(next);
                blank &= next <= ' ' || next >= 0xef;
                if (head.size() == LogHead.BYTES || !blank && (next == '\n' || next == '\r')) {
                    break;
                }
            }
            in.reset();
        } catch (IOException e) {
            throw new UnreadableLogException(Path.of(name), 0, "cannot be read: " + e, e);
        }
        return new LogHead(name, TextEncoding.decode(head.toByteArray()));
    }

    @Override
    public Telemetry started() {
        return rows.started();
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        return rows.next();
    }

    /** Whether the log says, in what was told, that the training came to its end. */
    public boolean finished() {
        return rows instanceof TextRunLog text && text.finished();
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
