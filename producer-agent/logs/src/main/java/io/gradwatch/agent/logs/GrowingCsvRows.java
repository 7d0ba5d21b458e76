package io.gradwatch.agent.logs;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Rows of a file that grows. A row is a line: no cell of a log has line ends in it. */
final class GrowingCsvRows implements CsvRows {

    private final TextLines lines;
    private final Delimiter delimiter;
    private final List<String> columns;

    private GrowingCsvRows(TextLines lines, Delimiter delimiter, List<String> columns) {
        this.lines = lines;
        this.delimiter = delimiter;
        this.columns = columns;
    }

    /**
     * Opens a file and reads its heading.
     *
     * @throws UnreadableLogException when it cannot be read, or its heading is none
     */
    static GrowingCsvRows open(Path file) throws UnreadableLogException {
        return of(file, TextLines.growing(file));
    }

    /** The same of lines that begin with a heading, and that are closed with it. */
    static GrowingCsvRows of(Path file, TextLines lines) throws UnreadableLogException {
        try {
            String heading = lines.next().orElseThrow(() -> lines.problem("has no whole heading", null));
            Delimiter delimiter = Delimiter.of(heading);
            return new GrowingCsvRows(lines, delimiter, CsvTable.heading(file, heading, delimiter));
        } catch (UnreadableLogException e) {
            lines.close();
            throw e;
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Optional<List<String>> next() throws UnreadableLogException {
        Optional<String> line = lines.next();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<String> cells = CsvTable.cells(line.get(), delimiter);
            if (cells.size() != columns.size()) {
                throw problem("has " + cells.size() + " columns; expected " + columns.size() + ", as the heading has");
            }
            return Optional.of(cells);
        } catch (JacksonException e) {
            throw lines.problem("is not CSV: " + Shown.text(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw lines.problem("is not CSV: " + e, e);
        }
    }

    TextLines lines() {
        return lines;
    }

    @Override
    public UnreadableLogException problem(String says) {
        return lines.problem(says, null);
    }

    @Override
    public void close() {
        lines.close();
    }
}
