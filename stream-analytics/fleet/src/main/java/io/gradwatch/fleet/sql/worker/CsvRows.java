package io.gradwatch.fleet.sql.worker;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An answer as CSV (RFC 4180) in UTF-8, with a line of names. Null is nothing, an empty text is {@code ""}. A text that
 * a spreadsheet would take for a formula, and is no number, gets an apostrophe before it: any job may choose the name
 * of its run.
 */
final class CsvRows implements RowWriter {

    private static final String FORMULA_BEGINS = "=+-@\t\r";
    private static final Pattern NUMBER = Pattern.compile("[+-](\\d[\\d.]*([eE][+-]?\\d+)?|inf(inity)?|nan)");

    private final Writer writer;

    CsvRows(OutputStream out) {
        this.writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    @Override
    public void begin(List<Column> columns) throws IOException {
        row(List.copyOf(columns.stream().map(Column::name).toList()));
    }

    @Override
    public void row(List<Object> values) throws IOException {
        for (int i = 0; i < values.size(); i++) {
            writer.write(i == 0 ? "" : ",");
            writer.write(field(values.get(i)));
        }
        writer.write("\r\n");
    }

    @Override
    public void end(boolean truncated) throws IOException {
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static String field(Object value) {
        if (!(value instanceof String text)) {
            return value == null ? "" : value.toString();
        }
        String safe = isFormula(text) ? "'" + text : text;
        boolean plain = !safe.isEmpty() && safe.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty()
                && FORMULA_BEGINS.indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
    }
}
