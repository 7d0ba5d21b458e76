package io.gradwatch.alerting.standby;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes rows of the log into the copy. Not thread-safe. */
final class ReplicaWriter {

    private static final Pattern COLUMN = Pattern.compile("[a-z_]{1,64}");

    private static final String NO_SUCH_NAME = "42000";

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    ReplicaWriter(Connection connection) {
        this.connection = connection;
    }

    /** Makes the row what the log says it is now. */
    void write(RowChange change) throws SQLException {
        ReplicatedTable table = ReplicatedTable.of(change.table());
        if (table == null || table.key().size() != change.key().size()) {
            throw new SQLSyntaxErrorException("there is no such table or key", NO_SUCH_NAME);
        }
        if (change.columns().isEmpty()) {
            execute("DELETE FROM " + table.lowerCase() + " WHERE " + keyIs(table), change.key());
            return;
        }
        Map<String, Object> columns = change.columns().get();
        List<String> others = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (Map.Entry<String, Object> column : columns.entrySet()) {
            if (!table.key().contains(named(column.getKey()))) {
                others.add(column.getKey());
                values.add(column.getValue());
            }
        }
        values.addAll(change.key());
        int updated = execute(
                "UPDATE " + table.lowerCase() + " SET " + String.join(" = ?, ", others) + " = ? WHERE " + keyIs(table),
                values);
        if (updated == 0) {
            List<String> all = new ArrayList<>(others);
            all.addAll(table.key());
            execute(
                    "INSERT INTO " + table.lowerCase() + " (" + String.join(", ", all)
                            + ") OVERRIDING SYSTEM VALUE VALUES (?" + ", ?".repeat(all.size() - 1) + ")",
                    values);
        }
    }

    private static String keyIs(ReplicatedTable table) {
        return String.join(" = ? AND ", table.key()) + " = ?";
    }

    /** Names become part of statements. */
    private static String named(String column) throws SQLException {
        if (!COLUMN.matcher(column).matches()) {
            throw new SQLSyntaxErrorException("there is no such column: " + column, NO_SUCH_NAME);
        }
        return column;
    }

    private int execute(String sql, List<Object> values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement.executeUpdate();
    }
}
