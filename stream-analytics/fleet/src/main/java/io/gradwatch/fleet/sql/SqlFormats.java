package io.gradwatch.fleet.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers as text, in UTF-8. NaN and infinities are {@code NaN}, {@code Infinity} and {@code -Infinity}. */
public final class SqlFormats {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SqlFormats() {}

    /**
     * As one JSON object: {@code columns} with name and type, {@code rows} as arrays, {@code truncated},
     * {@code millis}. NaN and infinities are strings.
     */
    public static void json(SqlResult result, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("columns");
            for (SqlResult.Column column : result.columns()) {
                json.writeStartObject();
                json.writeStringField("name", column.name());
                json.writeStringField("type", column.type());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rows");
            for (List<Object> row : result.rows()) {
                json.writePOJO(row);
            }
            json.writeEndArray();
            json.writeBooleanField("truncated", result.truncated());
            json.writeNumberField("millis", result.millis());
            json.writeEndObject();
        }
    }

    /** As CSV (RFC 4180) with a line of names. Null is nothing, an empty text is {@code ""}. */
    public static void csv(SqlResult result, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        line(writer, result.columns().stream().map(SqlResult.Column::name).toList());
        for (List<Object> row : result.rows()) {
            line(writer, row);
        }
        writer.flush();
    }

    private static void line(Writer writer, List<?> values) throws IOException {
        for (int i = 0; i < values.size(); i++) {
            writer.write(i == 0 ? "" : ",");
            writer.write(field(values.get(i)));
        }
        writer.write("\r\n");
    }

    private static String field(Object value) {
        if (!(value instanceof String text)) {
            return value == null ? "" : value.toString();
        }
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
