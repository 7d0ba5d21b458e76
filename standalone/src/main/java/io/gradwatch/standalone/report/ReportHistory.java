package io.gradwatch.standalone.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Columns of earlier reports, in a file of JSON lines. */
final class ReportHistory {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;

    ReportHistory(Path file) {
        this.file = file;
    }

    /**
     * Reads what was kept; nothing where the file does not exist yet.
     *
     * @throws IOException that names file and line, when it cannot be read
     */
    List<Column> read() throws IOException {
        List<Column> columns = new ArrayList<>();
        if (!Files.exists(file)) {
            return columns;
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            try {
                if (!lines.get(i).isBlank()) {
                    columns.add(Column.of(MAPPER.readTree(lines.get(i))));
                }
            } catch (JsonProcessingException e) {
                throw new IOException(file + ":" + (i + 1) + ": is not JSON: " + e.getOriginalMessage(), e);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return columns;
    }

    /** Adds columns at the end. */
    void append(List<Column> columns) throws IOException {
        StringBuilder lines = new StringBuilder();
        columns.forEach(column -> lines.append(column.json()).append('\n'));
        Files.writeString(file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
