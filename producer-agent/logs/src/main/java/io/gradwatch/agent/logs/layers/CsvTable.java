package io.gradwatch.agent.logs.layers;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.gradwatch.agent.logs.csv.Delimiter;
import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.TextEncoding;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A file of rows with a heading. What separates its cells is found from the heading; cells may be quoted. Every row
 * must have the columns of the heading. Only the row at hand is in memory.
 */
final class CsvTable implements AutoCloseable {

    /** Wider than any log of a run; a heading of megabytes is no log. */
    private static final int MOST_COLUMNS = 2_000;

    private static final int LONGEST_CELL_CHARS = 10_000;
    private static final char REPLACEMENT = '\uFFFD';
    private static final CsvFactory FACTORY = CsvFactory.builder()
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_CELL_CHARS)
                    .build())
            .build();

    private final Path file;
    private final CsvParser parser;
    private List<String> columns = List.of();
    private int line = 1;

    private CsvTable(Path file, CsvParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Opens a file and reads its heading.
     *
     * @throws UnreadableLogException when it cannot be read, or its heading is none
     */
    static CsvTable open(Path file) throws UnreadableLogException {
        try {
            Delimiter delimiter = Delimiter.of(LogHead.of(file).firstLine());
            // Bytes that are not of the encoding become replacement characters, so that the rows before them are still
            // read.
            return of(file, new InputStreamReader(Files.newInputStream(file), encoding(file)), delimiter);
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e, e);
        }
    }

    private static Charset encoding(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return TextEncoding.of(in.readNBytes(4)).charset();
        }
    }

    private static CsvTable of(Path file, Reader text, Delimiter delimiter) throws IOException, UnreadableLogException {
        CsvParser parser = FACTORY.createParser(text);
        parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(delimiter.character()));
        CsvTable table = new CsvTable(file, parser);
        try {
            table.readHeading();
            return table;
        } catch (UnreadableLogException e) {
            table.close();
            throw e;
        }
    }

    /** The names of the columns, as the heading has them. */
    List<String> columns() {
        return columns;
    }

    /** The cells of the next row; empty after the last one. */
    Optional<List<String>> next() throws UnreadableLogException {
        if (nextToken() == null) {
            return Optional.empty();
        }
        line = parser.currentLocation().getLineNr();
        List<String> cells = new ArrayList<>(columns.size());
        while (nextToken() == JsonToken.VALUE_STRING) {
            if (cells.size() == columns.size()) {
                throw problem("has more than the " + columns.size() + " columns of the heading");
            }
            cells.add(text());
        }
        if (cells.size() < columns.size()) {
            throw problem("has " + cells.size() + " columns; expected " + columns.size() + ", as the heading has");
        }
        return Optional.of(cells);
    }

    /** A problem of the row at hand. */
    UnreadableLogException problem(String says) {
        return new UnreadableLogException(file, line, says);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be closed", e);
        }
    }

    private void readHeading() throws UnreadableLogException {
        List<String> heading = new ArrayList<>();
        Set<String> names = new HashSet<>();
        nextToken();
        while (nextToken() == JsonToken.VALUE_STRING) {
            if (heading.size() == MOST_COLUMNS) {
                throw problem("has more than " + MOST_COLUMNS + " columns; expected the heading of a CSV log");
            }
            String name = (heading.isEmpty() ? LogHead.withoutMark(text()) : text()).strip();
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw problem("names the column '" + Shown.text(name.toLowerCase(Locale.ROOT)) + "' twice");
            }
            heading.add(name);
        }
        columns = List.copyOf(heading);
    }

    private String text() throws UnreadableLogException {
        try {
            String text = parser.getText();
            if (text.indexOf(REPLACEMENT) >= 0) {
                throw problem("has bytes that are not UTF-8 in '" + Shown.text(text) + "'");
            }
            return text;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private JsonToken nextToken() throws UnreadableLogException {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private UnreadableLogException unreadable(IOException e) {
        String says = e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.toString();
        return new UnreadableLogException(
                file, line, "is not CSV: " + says.lines().findFirst().orElse(""), e);
    }
}
