package io.gradwatch.agent.logs;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A run in a CSV log; see {@link CsvFormat}. */
final class CsvRunLog implements RunLog {

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
    private final RowEvents events;
    private final Telemetry started;
    private List<CsvColumn> columns = List.of();
    private long row;
    private int line = 1;

    private CsvRunLog(Path file, CsvParser parser, String runId) {
        this.file = file;
        this.parser = parser;
        this.events = new RowEvents(runId);
        this.started = events.started("", Map.of());
    }

    static CsvRunLog open(Path file, String runId) throws UnreadableLogException {
        CsvRunLog log;
        try {
            // Bytes that are not UTF-8 become replacement characters, so that the rows before them are still read.
            log = new CsvRunLog(
                    file,
                    FACTORY.createParser(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)),
                    runId);
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e, e);
        }
        try {
            log.readHeading();
            return log;
        } catch (UnreadableLogException e) {
            log.close();
            throw e;
        }
    }

    @Override
    public Telemetry started() {
        return started;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        if (nextToken() == null) {
            return Optional.empty();
        }
        line = parser.currentLocation().getLineNr();
        RowValues values = new RowValues();
        int cell = 0;
        for (; nextToken() == JsonToken.VALUE_STRING; cell++) {
            if (cell == columns.size()) {
                throw problem("has more than the " + columns.size() + " columns of the heading");
            }
            read(columns.get(cell), text(), values);
        }
        if (cell < columns.size()) {
            throw problem("has " + cell + " columns; expected " + columns.size() + ", as the heading has");
        }
        return Optional.of(events.row(row++, values));
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
        List<CsvColumn> heading = new ArrayList<>();
        Set<String> names = new HashSet<>();
        nextToken();
        while (nextToken() == JsonToken.VALUE_STRING) {
            if (heading.size() == MOST_COLUMNS) {
                throw problem("has more than " + MOST_COLUMNS + " columns; expected the heading of a CSV log");
            }
            CsvColumn column = CsvColumn.of(heading.isEmpty() ? LogHead.withoutMark(text()) : text());
            if (!names.add(column.name())) {
                throw problem("names the column '" + Shown.text(column.name()) + "' twice");
            }
            heading.add(column);
        }
        if (heading.stream().noneMatch(CsvColumn::known)) {
            throw problem("names none of the columns " + CsvColumn.knownNames());
        }
        columns = heading;
    }

    private void read(CsvColumn column, String text, RowValues values) throws UnreadableLogException {
        if (text.isEmpty()) {
            return;
        }
        OptionalDouble number = LoggedNumber.parse(text);
        boolean usable = number.isPresent()
                && (!column.wholeNumber()
                        || LoggedNumber.step(number.getAsDouble()).isPresent());
        if (usable) {
            column.use().put(values, number.getAsDouble());
        } else if (column.known()) {
            String expected = column.wholeNumber() ? "a whole number from 0" : "a number, nan, inf or nothing";
            throw problem(column.name() + " was '" + Shown.text(text) + "'; expected " + expected);
        }
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

    private UnreadableLogException problem(String says) {
        return new UnreadableLogException(file, line, says);
    }
}
