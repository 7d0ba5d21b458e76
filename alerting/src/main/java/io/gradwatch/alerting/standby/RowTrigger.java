package io.gradwatch.alerting.standby;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.h2.api.Trigger;

/**
 * Notes each row that a transaction changes, whatever statement did it, rows that a foreign key deletes among them. H2
 * calls it in the thread of the statement.
 */
public final class RowTrigger implements Trigger {

    private static final ThreadLocal<Map<List<Object>, RowChange>> CHANGES = new ThreadLocal<>();

    private final List<String> columns = new ArrayList<>();
    private ReplicatedTable table;

    /** Starts to note the changes of this thread. */
    static void begin() {
        CHANGES.set(new LinkedHashMap<>());
    }

    /** Rows that this thread changed since {@link #begin}, each as it is now. */
    static List<RowChange> changes() {
        return List.copyOf(CHANGES.get().values());
    }

    /** Notes nothing more. */
    static void end() {
        CHANGES.remove();
    }

    @Override
    public void init(Connection connection, String schema, String trigger, String tableName, boolean before, int type)
            throws SQLException {
        table = ReplicatedTable.valueOf(tableName);
        try (ResultSet rows = connection.getMetaData().getColumns(null, schema, tableName, null)) {
            while (rows.next()) {
                columns.add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
    }

    @Override
    public void fire(Connection connection, Object[] before, Object[] after) {
        Map<List<Object>, RowChange> changes = CHANGES.get();
        if (changes == null) {
            return;
        }
        RowChange change = table.change(columns, after == null ? before : after, after == null);
        List<Object> row = List.of(table, change.key());
        // A row that is changed twice goes to the end: it may depend on what was changed in between.
        changes.remove(row);
        changes.put(row, change);
    }
}
