package io.gradwatch.alerting.outbox.store;

import io.gradwatch.alerting.group.NotifiedState;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Columns that several tables have. */
public final class Columns {

    private Columns() {}

    public static byte[] body(Alert alert) {
        return Topics.ALERTS.codec().encode(alert);
    }

    public static Alert alert(ResultSet row) throws SQLException {
        return alert(row, "body");
    }

    public static Alert alert(ResultSet row, String column) throws SQLException {
        try {
            return Topics.ALERTS.codec().decode(row.getBytes(column));
        } catch (UnreadableRecordException e) {
            throw new SQLException("an alert in it cannot be read: " + e.getMessage(), e);
        }
    }

    public static NotifiedState notifiedState(ResultSet row) throws SQLException {
        int revision = row.getInt("told_revision");
        return row.wasNull()
                ? null
                : new NotifiedState(
                        revision,
                        AlertState.valueOf(row.getString("told_state")),
                        Severity.valueOf(row.getString("told_severity")));
    }

    public static Long millis(Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
