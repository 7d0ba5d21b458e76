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
import java.util.stream.Stream;

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
        } catch (UnreadableRecordException | RuntimeException e) {
            throw new UnreadableRowException("an alert in it cannot be read: " + e.getMessage(), e);
        }
    }

    public static NotifiedState notifiedState(ResultSet row) throws SQLException {
        int revision = row.getInt("told_revision");
        if (row.wasNull()) {
            return null;
        }
        String state = row.getString("told_state");
        String severity = row.getString("told_severity");
        if (!isNotifiedState(state, severity)) {
            throw new UnreadableRowException("it was told as " + state + " and " + severity, null);
        }
        return new NotifiedState(revision, AlertState.valueOf(state), Severity.valueOf(severity));
    }

    /** True for a state and a severity that this release has. */
    static boolean isNotifiedState(String state, String severity) {
        return Stream.of(AlertState.values()).anyMatch(known -> known.name().equals(state))
                && Stream.of(Severity.values()).anyMatch(known -> known.name().equals(severity));
    }

    public static Long millis(Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
