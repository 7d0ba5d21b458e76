package io.gradwatch.alerting.standby;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
        Map<String, Object> others = new LinkedHashMap<>(change.columns().get());
        table.key().forEach(others::remove);
        List<String> names = new ArrayList<>(others.keySet());
        requireColumns(names);
        List<Object> values = new ArrayList<>(others.values());
        values.addAll(change.key());
        String set = String.join(" = ?, ", names) + " = ?";
        if (execute("UPDATE " + table.lowerCase() + " SET " + set + " WHERE " + keyIs(table), values) == 0) {
            names.addAll(table.key());
            execute(
                    "INSERT INTO " + table.lowerCase() + " (" + String.join(", ", names)
                            + ") OVERRIDING SYSTEM VALUE VALUES (?" + ", ?".repeat(names.size() - 1) + ")",
                    values);
        }
    }

    private static String keyIs(ReplicatedTable table) {
        return String.join(" = ? AND ", table.key()) + " = ?";
    }

    /** Names become part of statements. */
    private static void requireColumns(List<String> names) throws SQLException {
        for (String name : names) {
            if (!COLUMN.matcher(name).matches()) {
                throw new SQLSyntaxErrorException("there is no such column: " + name, NO_SUCH_NAME);
            }
        }
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
