package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.RunKey;
import io.gradwatch.alerting.group.Told;
import io.gradwatch.alerting.group.ToldTimes;
import io.gradwatch.alerting.group.TrackedAlert;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of alerts and of the attempts that they belong to. Called within a transaction. */
final class AlertTable {

    private final Database database;

    AlertTable(Database database) {
        this.database = database;
    }

    /** Takes a transition over and returns the alert as it stands then; empty when this or a later one was known. */
    Optional<TrackedAlert> accept(Alert alert, Instant now) throws SQLException {
        Optional<TrackedAlert> known = find(alert.getId());
        if (known.isEmpty()) {
            TrackedAlert tracked = new TrackedAlert(alert, now, null);
            write(tracked);
            return Optional.of(tracked);
        }
        if (alert.getRevision() <= known.get().alert().getRevision()) {
            return Optional.empty();
        }
        TrackedAlert changed = known.get().changedBy(alert, now);
        write(changed);
        return Optional.of(changed);
    }

    /** The alert as it stands; empty when it is not known. */
    Optional<TrackedAlert> find(String id) throws SQLException {
        return database.query(AlertTable::tracked, "SELECT * FROM alerts WHERE id = ?", id).stream()
                .findFirst();
    }

    /** Notes what people know of the alerts, without a message. */
    void settled(AlertGroup group) throws SQLException {
        for (AlertChange change : group.changes()) {
            setTold(change.alert().getId(), Told.of(change.alert()));
        }
    }

    /** Notes what people know of an alert; null when nothing. */
    void setTold(String id, Told told) throws SQLException {
        database.update(
                "UPDATE alerts SET told_revision = ?, told_state = ?, told_severity = ? WHERE id = ?",
                told == null ? null : told.revision(),
                told == null ? null : told.state().name(),
                told == null ? null : told.severity().name(),
                id);
    }

    void told(AlertGroup group, ToldTimes times) throws SQLException {
        settled(group);
        database.update(
                "MERGE INTO runs VALUES (?, ?, ?, ?)",
                group.run().runId(),
                group.run().attempt(),
                Columns.millis(times.any()),
                Columns.millis(times.critical()));
    }

    /** Alerts that fire, or of which there is something to tell. */
    List<TrackedAlert> open() throws SQLException {
        return database
                .query(
                        AlertTable::tracked,
                        "SELECT * FROM alerts WHERE state = 'FIRING' OR told_revision IS NULL OR told_revision < revision"
                                + " ORDER BY changed_at_millis")
                .stream()
                .filter(alert -> alert.pending() || alert.alert().getState() == AlertState.FIRING)
                .toList();
    }

    ToldTimes toldTimes(RunKey run) throws SQLException {
        List<ToldTimes> found = database.query(
                row -> new ToldTimes(
                        Columns.instant(row, "told_at_millis"), Columns.instant(row, "critical_told_at_millis")),
                "SELECT * FROM runs WHERE run_id = ? AND attempt = ?",
                run.runId(),
                run.attempt());
        return found.isEmpty() ? ToldTimes.NEVER : found.get(0);
    }

    /** Deletes what did not change since {@code limit}; what a silence keeps from being told stays. */
    void forgetBefore(Instant limit) throws SQLException {
        database.update(
                "DELETE FROM alerts WHERE changed_at_millis < ? AND (told_revision >= revision"
                        + " OR (state <> 'FIRING' AND told_state <> 'FIRING'))",
                limit.toEpochMilli());
        database.update(
                "DELETE FROM runs r WHERE told_at_millis < ? AND NOT EXISTS"
                        + " (SELECT 1 FROM alerts a WHERE a.run_id = r.run_id AND a.attempt = r.attempt)",
                limit.toEpochMilli());
    }

    private void write(TrackedAlert tracked) throws SQLException {
        Alert alert = tracked.alert();
        Told told = tracked.told();
        database.update(
                "MERGE INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                alert.getId(),
                alert.getRunId(),
                alert.getAttempt(),
                alert.getRevision(),
                alert.getState().name(),
                Columns.body(alert),
                tracked.changedAt().toEpochMilli(),
                told == null ? null : told.revision(),
                told == null ? null : told.state().name(),
                told == null ? null : told.severity().name());
    }

    private static TrackedAlert tracked(ResultSet row) throws SQLException {
        return new TrackedAlert(Columns.alert(row), Columns.instant(row, "changed_at_millis"), Columns.told(row));
    }
}
