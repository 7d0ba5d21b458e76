package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.IncidentCause;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.group.NotifiedTimes;
import io.gradwatch.alerting.outbox.store.Columns;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.schema.Alert;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of incidents, and the choice of an incident for a new alert. Called within a transaction.
 *
 * @param causes that were met
 * @param rules by which alerts become one incident
 */
record IncidentTable(Database database, CauseTable causes, IncidentRules rules) {

    /** A run whose last alert is longer ago begins a new incident, and so does a digest. Own choice. */
    private static final Duration RUN_WINDOW = Duration.ofMinutes(10);

    /**
     * The incident of an alert that was not known: that of a cause which many runs share, else one that is open for its
     * own cause, else that of its run, else a new one. An incident of a single run is open for every cause that it met,
     * one of several runs for the one that joined them.
     */
    Assignment assign(Alert alert, Instant now) throws SQLException {
        IncidentCause cause = rules.cause(alert);
        Optional<Assignment> shared = new SharedIncidents(database, causes, rules).assign(alert, now);
        if (shared.isPresent()) {
            causes.seen(cause, shared.get().incident(), now);
            return shared.get();
        }
        Duration joins = alert.getBacklog() ? remembered() : rules.window();
        Optional<String> same = joins.isZero() ? Optional.empty() : causes.open(cause, now.minus(joins));
        if (same.isPresent()) {
            causes.seen(cause, same.get(), now);
            return Assignment.to(same.get());
        }
        Optional<String> own = alert.getBacklog() ? Optional.empty() : ofRun(alert, now);
        if (own.isPresent() && hasOtherRuns(own.get(), alert)) {
            return Assignment.to(own.get());
        }
        String incident = own.orElse((alert.getBacklog() ? "backlog:" : "") + alert.getId());
        causes.seen(cause, incident, now);
        return Assignment.to(incident);
    }

    void notified(String incident, NotifiedTimes times) throws SQLException {
        database.update(
                "MERGE INTO incidents VALUES (?, ?, ?, ?)",
                incident,
                Columns.millis(times.any()),
                Columns.millis(times.critical()),
                times.messages());
    }

    NotifiedTimes notifiedTimes(String incident) throws SQLException {
        return database.first(IncidentTable::times, "SELECT * FROM incidents WHERE id = ?", incident)
                .orElse(NotifiedTimes.NEVER);
    }

    /** Every incident that people were told about, by id. */
    Map<String, NotifiedTimes> all() throws SQLException {
        Map<String, NotifiedTimes> found = new LinkedHashMap<>();
        database.query(row -> found.put(row.getString("id"), times(row)), "SELECT * FROM incidents");
        return found;
    }

    void forgetBefore(Instant limit) throws SQLException {
        causes.forgetBefore(limit);
        database.update(
                "DELETE FROM incidents i WHERE told_at_millis < ? AND NOT EXISTS"
                        + " (SELECT 1 FROM alerts a WHERE a.incident = i.id)",
                limit.toEpochMilli());
    }

    /** Incident of the last alert of the same attempt, unless that is long ago. */
    private Optional<String> ofRun(Alert alert, Instant now) throws SQLException {
        return database.first(
                row -> row.getString(1),
                "SELECT incident FROM alerts WHERE run_id = ? AND attempt = ? AND changed_at_millis >= ?"
                        + " AND incident NOT LIKE 'backlog:%' ORDER BY changed_at_millis DESC LIMIT 1",
                alert.getRunId(),
                alert.getAttempt(),
                now.minus(remembered()).toEpochMilli());
    }

    private Duration remembered() {
        return rules.window().compareTo(RUN_WINDOW) > 0 ? rules.window() : RUN_WINDOW;
    }

    private boolean hasOtherRuns(String incident, Alert alert) throws SQLException {
        return database.first(
                        row -> true,
                        "SELECT 1 FROM alerts WHERE incident = ? AND (run_id <> ? OR attempt <> ?) LIMIT 1",
                        incident,
                        alert.getRunId(),
                        alert.getAttempt())
                .isPresent();
    }

    private static NotifiedTimes times(ResultSet row) throws SQLException {
        return new NotifiedTimes(
                Columns.instant(row, "told_at_millis"),
                Columns.instant(row, "critical_told_at_millis"),
                row.getInt("messages"));
    }
}
