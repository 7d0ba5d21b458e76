package io.gradwatch.alerting.standby;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Rows of a copy of an outbox. */
final class CopiedRows {

    private CopiedRows() {}

    /** All rows that are replicated, from the file of a copy that was closed. */
    static List<String> of(Path copy) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + copy.resolve("alerting-replica"));
                Statement statement = connection.createStatement()) {
            for (ReplicatedTable table : ReplicatedTable.values()) {
                ResultSet found = statement.executeQuery(
                        "SELECT * FROM " + table + " ORDER BY " + String.join(", ", table.key()));
                while (found.next()) {
                    StringBuilder row = new StringBuilder(table.name());
                    for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                        Object value = found.getObject(column);
                        row.append(' ')
                                .append(
                                        value instanceof byte[] bytes
                                                ? Base64.getEncoder().encodeToString(bytes)
                                                : value);
                    }
                    rows.add(row.toString());
                }
            }
        }
        return rows;
    }
}
