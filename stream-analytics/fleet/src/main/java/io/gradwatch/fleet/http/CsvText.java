package io.gradwatch.fleet.http;

import io.gradwatch.fleet.sql.SqlResult;
import java.util.List;
import java.util.stream.Collectors;

/** An answer as CSV (RFC 4180): a heading, quotes where they are needed, nothing where there is no value. */
final class CsvText {

    private static final String END = "\r\n";

    private CsvText() {}

    static String of(SqlResult result) {
        StringBuilder text = new StringBuilder();
        text.append(result.columns().stream().map(column -> cell(column.name())).collect(Collectors.joining(",")))
                .append(END);
        for (List<Object> row : result.rows()) {
            text.append(row.stream().map(CsvText::cell).collect(Collectors.joining(",")))
                    .append(END);
        }
        return text.toString();
    }

    private static String cell(Object value) {
        String text = value == null ? "" : value.toString();
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
