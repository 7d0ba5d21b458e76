package io.gradwatch.fleet.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.fleet.api.Described;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer. Values are null, booleans, numbers or texts: times, lists and maps are text as DuckDB writes it, and
 * numbers that no double holds exactly too.
 */
@Described(name = "SqlAnswer")
public record SqlResult(
        @Described("The columns, in order.") List<Column> columns,
        @Described("Values in the order of the columns.") List<List<Object>> rows,

        @Described("Whether there was more than was allowed or asked for.")
        boolean truncated,

        @Described("Time that it took.") long millis) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A column of the answer. */
    @Described(name = "SqlColumn")
    public record Column(
            @Described("Name as the question gives it; it may be there twice.")
            String name,

            @Described("DuckDB's name of its type, such as DOUBLE.")
            String type) {}

    /** Reads an answer as {@link JsonRows} writes it. */
    static SqlResult read(InputStream json) throws IOException {
        JsonNode answer = JSON.readTree(json);
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : answer.path("columns")) {
            columns.add(
                    new Column(column.path("name").asText(), column.path("type").asText()));
        }
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode row : answer.path("rows")) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                values.add(value(columns.get(i).type(), row.path(i)));
            }
            rows.add(values);
        }
        return new SqlResult(
                columns,
                rows,
                answer.path("truncated").asBoolean(),
                answer.path("millis").asLong());
    }

    /** As DuckDB's driver gives it. */
    private static Object value(String type, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        return switch (type) {
            case "BOOLEAN" -> value.asBoolean();
            case "TINYINT" -> (byte) value.asInt();
            case "SMALLINT", "UTINYINT" -> (short) value.asInt();
            case "INTEGER", "USMALLINT" -> value.asInt();
            case "BIGINT", "UINTEGER" -> value.asLong();
            case "FLOAT" -> Float.parseFloat(value.asText());
            case "DOUBLE" -> Double.parseDouble(value.asText());
            default -> value.asText();
        };
    }
}
