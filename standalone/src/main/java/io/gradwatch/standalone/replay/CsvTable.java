package io.gradwatch.standalone.replay;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the rows of a CSV file with a heading, one after the other. */
public final class CsvTable implements AutoCloseable {

    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private final Path file;
    private final MappingIterator<Map<String, String>> rows;
    private int line = 1;

    private CsvTable(Path file, MappingIterator<Map<String, String>> rows) {
        this.file = file;
        this.rows = rows;
    }

    /** @throws UnreadableLogException when the file is missing or has no heading */
    public static CsvTable open(Path file) throws UnreadableLogException {
        if (!Files.isRegularFile(file)) {
            throw new UnreadableLogException(file, 0, Files.exists(file) ? "is not a file" : "does not exist");
        }
        try {
            return new CsvTable(
                    file,
                    MAPPER.readerForMapOf(String.class)
                            .with(CsvSchema.emptySchema().withHeader())
                            .readValues(file.toFile()));
        } catch (IOException e) {
            throw unreadable(file, 1, e);
        }
    }

    /** Names of the columns, in order. */
    public Set<String> columns() throws UnreadableLogException {
        hasNext();
        Set<String> names = new LinkedHashSet<>();
        CsvSchema schema = (CsvSchema) rows.getParser().getSchema();
        schema.forEach(column -> names.add(column.getName()));
        return names;
    }

    /** The next row, by name of the column; a cell that the row lacks is not in it. Empty after the last one. */
    public Optional<Map<String, String>> next() throws UnreadableLogException {
        if (!hasNext()) {
            return Optional.empty();
        }
        try {
            line = rows.getParser().currentLocation().getLineNr();
            return Optional.of(rows.nextValue());
        } catch (IOException e) {
            throw unreadable(file, line, e);
        }
    }

    /** A problem of the row that was read last. */
    public UnreadableLogException problem(String says) {
        return new UnreadableLogException(file, line, says);
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be closed", e);
        }
    }

    private boolean hasNext() throws UnreadableLogException {
        try {
            return rows.hasNextValue();
        } catch (IOException e) {
            throw unreadable(file, line, e);
        }
    }

    private static UnreadableLogException unreadable(Path file, int line, IOException e) {
        String says = e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.toString();
        return new UnreadableLogException(
                file, line, "is not CSV: " + says.lines().findFirst().orElse(""), e);
    }
}
