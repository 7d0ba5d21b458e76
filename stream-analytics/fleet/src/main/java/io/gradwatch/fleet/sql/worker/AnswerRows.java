package io.gradwatch.fleet.sql.worker;

import io.gradwatch.fleet.sql.worker.RowWriter.Column;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the rows of a query, which is a temporary view, one by one. */
final class AnswerRows {

    /** Text and numbers of one answer, in characters; own choice. */
    static final int MOST_CHARACTERS = 64 << 20;

    /** A longer text or list makes the query fail, before it comes to the heap of this process. */
    static final int MOST_CHARACTERS_OF_VALUE = 1 << 20;

    private AnswerRows() {}

    /**
     * Writes the answer.
     *
     * @param most rows of it
     */
    static void write(Statement statement, int most, RowWriter out) throws SQLException, IOException {
        List<Column> columns = columns(statement);
        try (ResultSet rows = statement.executeQuery(bounded(columns, most + 1L))) {
            out.begin(columns);
            out.end(write(rows, most, out));
        }
    }

    private static List<Column> columns(Statement statement) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement other = statement.getConnection().createStatement();
                ResultSet rows = other.executeQuery("DESCRIBE " + PublicViews.ASKED)) {
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), rows.getString(2)));
            }
        }
        return columns;
    }

    /** The query with its values as the answer has them, and none of them too long. */
    private static String bounded(List<Column> columns, long limit) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = "c" + i;
            values.add(isPlain(columns.get(i).type()) ? name : shortText(name + "::VARCHAR"));
        }
        String names = Stream.iterate(0, i -> i + 1)
                .limit(columns.size())
                .map(i -> "c" + i)
                .collect(Collectors.joining(", "));
        return "SELECT " + String.join(", ", values) + " FROM " + PublicViews.ASKED + " AS a(" + names + ") LIMIT "
                + limit;
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

    /** Returns whether there was more. */
    private static boolean write(ResultSet rows, int limit, RowWriter out) throws SQLException, IOException {
        int columns = rows.getMetaData().getColumnCount();
        long characters = 0;
        for (int written = 0; rows.next(); written++) {
            if (written == limit || characters > MOST_CHARACTERS) {
                return true;
            }
            List<Object> values = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                Object value = rows.getObject(i);
                characters += value instanceof String text ? text.length() : Double.BYTES;
                values.add(value);
            }
            out.row(values);
        }
        return false;
    }
}
