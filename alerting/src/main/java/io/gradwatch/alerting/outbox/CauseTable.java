package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.IncidentCause;
import io.gradwatch.alerting.outbox.store.Database;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Rows of the causes that were met, with the incident that each belongs to. Called within a transaction. */
record CauseTable(Database database) {

    /** Incident of a cause that was met since then. */
    Optional<String> open(IncidentCause cause, Instant since) throws SQLException {
        return database.first(
                row -> row.getString(1),
                "SELECT incident FROM causes WHERE family = ? AND project = ? AND host = ?"
                        + " AND seen_at_millis >= ?",
                cause.family(),
                cause.project(),
                cause.host(),
                since.toEpochMilli());
    }

    /** Notes that a cause was met, and the incident that alerts of it belong to from now on. */
    void seen(IncidentCause cause, String incident, Instant now) throws SQLException {
        database.update(
                "MERGE INTO causes VALUES (?, ?, ?, ?, ?)",
                cause.family(),
                cause.project(),
                cause.host(),
                incident,
                now.toEpochMilli());
    }

    void forgetBefore(Instant limit) throws SQLException {
        database.update("DELETE FROM causes WHERE seen_at_millis < ?", limit.toEpochMilli());
    }
}
