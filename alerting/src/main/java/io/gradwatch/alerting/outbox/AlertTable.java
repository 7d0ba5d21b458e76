package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.NotifiedState;
import io.gradwatch.alerting.group.TrackedAlert;
import io.gradwatch.alerting.notify.spi.AlertIncident;
import io.gradwatch.alerting.outbox.store.Columns;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Rows of alerts. Called within a transaction.
 *
 * @param incidents that alerts belong to
 */
record AlertTable(Database database, IncidentTable incidents) {

    /** Takes a transition over; no alert has changed where this transition or a later one was known. */
    Accepted accept(Alert alert, Instant now) throws SQLException {
        Optional<TrackedAlert> known = find(alert.getId());
        if (known.isEmpty()) {
            return begun(alert, now);
        }
        if (alert.getRevision() <= known.get().alert().getRevision()) {
            return Accepted.NOTHING;
        }
        return changed(known.get(), alert, now);
    }

    private Accepted begun(Alert alert, Instant now) throws SQLException {
        Assignment assigned = incidents.assign(alert, now);
        TrackedAlert begun = new TrackedAlert(assigned.incident(), alert, now, null);
        write(begun);
        return new Accepted(List.of(begun), assigned.moved());
    }

    /**
     * An alert is backlog as long as all of its transitions are, and where its log was over. One that goes on before
     * our eyes, or with which the run ends, is news: it is told like any other. One that recovers before our eyes is
     * not.
     */
    private Accepted changed(TrackedAlert known, Alert alert, Instant now) throws SQLException {
        boolean backlog =
                known.alert().getBacklog() && (alert.getBacklog() || alert.getState() == AlertState.RECOVERED);
        Alert marked = Alert.newBuilder(alert).setBacklog(backlog).build();
        if (known.alert().getBacklog() && !backlog) {
            return begun(marked, now);
        }
        TrackedAlert changed = known.changedBy(marked, now);
        write(changed);
        return new Accepted(List.of(changed), List.of());
    }

    /** The alert as it stands; empty when it is not known. */
    Optional<TrackedAlert> find(String id) throws SQLException {
        return database.first(AlertTable::tracked, "SELECT * FROM alerts WHERE id = ?", id);
    }

    /** Incident of an alert; empty where the alert is not known. */
    Optional<AlertIncident> incident(String id) throws SQLException {
        Optional<TrackedAlert> known = find(id);
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(new AlertIncident(
                        known.get().incident(),
                        database.query(
                                Columns::alert,
                                "SELECT * FROM alerts WHERE incident = ?",
                                known.get().incident())));
    }

    /** True where an alert of a later attempt of its run is known. */
    boolean knowsLaterAttempt(Alert alert) throws SQLException {
        return database.first(
                        row -> true,
                        "SELECT 1 FROM alerts WHERE run_id = ? AND attempt > ? LIMIT 1",
                        alert.getRunId(),
                        alert.getAttempt())
                .isPresent();
    }

    /** Notes what people know of the alerts, without a message; returns how many they are. */
    int settled(AlertGroup group) throws SQLException {
        for (AlertChange change : group.changes()) {
            setNotified(change.alert().getId(), change.after());
        }
        return group.changes().size();
    }

    /** Notes what people know of an alert; null when nothing. */
    void setNotified(String id, NotifiedState notified) throws SQLException {
        database.update(
                "UPDATE alerts SET told_revision = ?, told_state = ?, told_severity = ? WHERE id = ?",
                notified == null ? null : notified.revision(),
                notified == null ? null : notified.state().name(),
                notified == null ? null : notified.severity().name(),
                id);
    }

    /** Alerts that fire, or of which there is something to tell. */
    List<TrackedAlert> open() throws SQLException {
        return database
                .query(
                        AlertTable::tracked,
                        "SELECT * FROM alerts WHERE state = 'FIRING' OR told_revision IS NULL OR told_revision <"
                                + " revision ORDER BY changed_at_millis")
                .stream()
                .filter(alert -> alert.pending() || alert.alert().getState() == AlertState.FIRING)
                .toList();
    }

    /** Deletes what did not change since {@code limit}; what a silence keeps from being told stays. */
    void forgetBefore(Instant limit) throws SQLException {
        database.update(
                "DELETE FROM alerts WHERE changed_at_millis < ? AND (told_revision >= revision"
                        + " OR (state <> 'FIRING' AND told_state <> 'FIRING'))",
                limit.toEpochMilli());
    }

    private void write(TrackedAlert tracked) throws SQLException {
        Alert alert = tracked.alert();
        NotifiedState notified = tracked.notified();
        database.update(
                "MERGE INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                alert.getId(),
                alert.getRunId(),
                alert.getAttempt(),
                alert.getRevision(),
                alert.getState().name(),
                Columns.body(alert),
                tracked.changedAt().toEpochMilli(),
                notified == null ? null : notified.revision(),
                notified == null ? null : notified.state().name(),
                notified == null ? null : notified.severity().name(),
                tracked.incident());
    }

    static TrackedAlert tracked(ResultSet row) throws SQLException {
        return new TrackedAlert(
                row.getString("incident"),
                Columns.alert(row),
                Columns.instant(row, "changed_at_millis"),
                Columns.notifiedState(row));
    }
}
