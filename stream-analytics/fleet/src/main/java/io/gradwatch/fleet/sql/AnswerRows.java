package io.gradwatch.fleet.sql;

import io.gradwatch.fleet.sql.SqlResult.Column;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the rows of a question, which is the temporary view {@code asked}, so that no answer fills the heap. */
final class AnswerRows {

    /** Text and numbers of one answer, in characters; own choice. */
    static final int MOST_CHARACTERS = 64 << 20;

    /** A longer text or list makes the question fail, before it comes to the heap of this process. */
    static final int MOST_CHARACTERS_OF_VALUE = 1 << 20;

    private AnswerRows() {}

    /**
     * The answer.
     *
     * @param most rows of it
     * @param begin when the question came, by {@link System#nanoTime}
     */
    static SqlResult read(Statement statement, int most, long begin) throws SQLException {
        try (ResultSet rows = statement.executeQuery(bounded(statement, most + 1))) {
            return read(rows, columns(statement), most, begin);
        }
    }

    private static List<Column> columns(Statement statement) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement other = statement.getConnection().createStatement();
                ResultSet rows = other.executeQuery("DESCRIBE asked")) {
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), rows.getString(2)));
            }
        }
        return columns;
    }

    /** The question with its values as the answer has them, and none of them too long. */
    private static String bounded(Statement statement, int limit) throws SQLException {
        List<String> values = new ArrayList<>();
        List<Column> columns = columns(statement);
        for (int i = 0; i < columns.size(); i++) {
            String name = "c" + i;
            values.add(isPlain(columns.get(i).type()) ? name : shortText(name + "::VARCHAR"));
        }
        String names = Stream.iterate(0, i -> i + 1)
                .limit(columns.size())
                .map(i -> "c" + i)
                .collect(Collectors.joining(", "));
        return "SELECT " + String.join(", ", values) + " FROM asked AS a(" + names + ") LIMIT " + limit;
    }

    private static String shortText(String text) {
        return "CASE WHEN strlen(" + text + ") > " + MOST_CHARACTERS_OF_VALUE + " THEN error('a value has more than "
                + MOST_CHARACTERS_OF_VALUE + " bytes') ELSE " + text + " END";
    }

    private static boolean isPlain(String type) {
        return switch (type) {
            case "BOOLEAN",
                    "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "BIGINT",
                    "UTINYINT",
                    "USMALLINT",
                    "UINTEGER",
                    "FLOAT",
                    "DOUBLE" -> true;
            default -> false;
        };
    }

    private static SqlResult read(ResultSet rows, List<Column> columns, int limit, long begin) throws SQLException {
        ResultSetMetaData types = rows.getMetaData();
        List<List<Object>> answer = new ArrayList<>();
        boolean truncated = false;
        long characters = 0;
        while (!truncated && rows.next()) {
            if (answer.size() == limit || characters > MOST_CHARACTERS) {
                truncated = true;
            } else {
                List<Object> values = new ArrayList<>(types.getColumnCount());
                for (int i = 1; i <= types.getColumnCount(); i++) {
                    Object value = rows.getObject(i);
                    characters += value instanceof String text ? text.length() : Double.BYTES;
                    values.add(value);
                }
                answer.add(values);
            }
        }
        return new SqlResult(columns, answer, truncated, (System.nanoTime() - begin) / 1_000_000);
    }
}
