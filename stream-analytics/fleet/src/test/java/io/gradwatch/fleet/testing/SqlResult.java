package io.gradwatch.fleet.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.fleet.sql.AnswerFile;
import io.gradwatch.fleet.sql.SqlRefusedException;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.fleet.sql.worker.SqlFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * An answer in JSON as objects. Values are null, booleans, numbers or texts: times, lists and maps are text as DuckDB
 * writes it, and numbers that no double holds exactly too.
 *
 * @param columns in order
 * @param rows values in the order of the columns
 * @param truncated true where there were more rows than allowed or requested
 * @param millis that it took
 */
public record SqlResult(List<Column> columns, List<List<Object>> rows, boolean truncated, long millis) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A column of the answer.
     *
     * @param name as the question gives it; may be there twice
     * @param type DuckDB's name of its type, such as DOUBLE
     */
    public record Column(String name, String type) {}

    /** Asks a question that nobody will cancel. */
    public static SqlResult query(SqlService sql, String question, int limit) throws SqlRefusedException {
        return query(sql, question, limit, () -> false);
    }

    /** The same of a question that may be cancelled. */
    public static SqlResult query(SqlService sql, String question, int limit, BooleanSupplier gone)
            throws SqlRefusedException {
        try (AnswerFile answer = sql.answer(SqlFormat.JSON, question, limit, gone);
                InputStream json = answer.open()) {
            return read(json);
        } catch (IOException e) {
            throw new UncheckedIOException("an answer cannot be read", e);
        }
    }

    private static SqlResult read(InputStream json) throws IOException {
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
