package io.gradwatch.alerting.outbox.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** All rows of the outbox, read to find out whether the file is whole. */
final class OutboxRows {

    private OutboxRows() {}

    /**
     * Reads each table to its last row.
     *
     * @throws SQLException when that cannot be; a row of nonsense throws an exception of the runtime
     */
    static void readAll(Connection connection) throws SQLException {
        for (String table : tables(connection)) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
                boolean ofAlerts = table.equals("ALERTS") || table.equals("NOTIFICATION_CHANGES");
                while (rows.next()) {
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        rows.getObject(column);
                    }
                    if (ofAlerts) {
                        Columns.alert(rows);
                        Columns.notifiedState(rows);
                    }
                }
            }
        }
        connection.rollback();
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getTables(null, "PUBLIC", null, new String[] {"BASE TABLE"})) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }
}
