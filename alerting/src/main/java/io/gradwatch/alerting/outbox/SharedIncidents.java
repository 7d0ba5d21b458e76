package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.IncidentCause;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.group.SharedCause;
import io.gradwatch.alerting.group.TrackedAlert;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.schema.Alert;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Incidents of causes beyond a project on a host, such as a dead host or a storage that fails. Such an incident is open
 * while enough causes are met within the window, so that what fails later for another reason is told by itself, and
 * takes in what nobody was told of yet. Called within a transaction.
 *
 * @param rules by which alerts become one incident
 */
record SharedIncidents(Database database, CauseTable causes, IncidentRules rules) {

    /** The widest first: what hits many hosts is not told of each. */
    private static final List<SharedCause> WIDEST_FIRST = List.of(SharedCause.INFRASTRUCTURE, SharedCause.HOST);

    /** The incident of a shared cause for an alert that was not known; empty where none is presumed. */
    Optional<Assignment> assign(Alert alert, Instant now) throws SQLException {
        if (!rules.presumesSharedCauses()) {
            return Optional.empty();
        }
        for (SharedCause shared : WIDEST_FIRST) {
            Optional<IncidentCause> cause = shared.of(alert, rules.receivers().apply(alert));
            if (cause.isPresent()) {
                Optional<Assignment> found = assign(alert, shared, cause.get(), now);
                if (found.isPresent()) {
                    causes.seen(cause.get(), found.get().incident(), now);
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Assignment> assign(Alert alert, SharedCause shared, IncidentCause cause, Instant now)
            throws SQLException {
        Instant since = now.minus(rules.window());
        Parts parts = Parts.of(shared, alert, since);
        if (!presumed(shared, parts, alert)) {
            return Optional.empty();
        }
        Optional<String> open = causes.open(cause, since);
        if (open.isPresent()) {
            return open.map(Assignment::to);
        }
        return Optional.of(new Assignment(alert.getId(), moved(parts, shared, cause, alert.getId())));
    }

    private boolean presumed(SharedCause shared, Parts parts, Alert alert) throws SQLException {
        Set<List<String>> places = new HashSet<>(database.query(
                row -> List.of(row.getString("project"), row.getString("host")),
                "SELECT DISTINCT project, host FROM causes WHERE " + parts.condition(),
                parts.parameters()));
        places.add(List.of(alert.getProject(), alert.getHost()));
        long hosts = places.stream().map(place -> place.get(1)).distinct().count();
        return shared.presumed(places.size(), (int) hosts);
    }

    /** Moves the alerts of its parts that nobody was told of, and that go to the same receivers. */
    private List<TrackedAlert> moved(Parts parts, SharedCause shared, IncidentCause cause, String incident)
            throws SQLException {
        List<TrackedAlert> moved = database
                .query(
                        AlertTable::tracked,
                        "SELECT * FROM alerts WHERE told_revision IS NULL AND incident IN"
                                + " (SELECT incident FROM causes WHERE " + parts.condition() + ")",
                        parts.parameters())
                .stream()
                .filter(alert -> shared.of(alert.alert(), rules.receivers().apply(alert.alert()))
                        .filter(cause::equals)
                        .isPresent())
                .map(alert -> new TrackedAlert(incident, alert.alert(), alert.changedAt(), null))
                .toList();
        for (TrackedAlert alert : moved) {
            database.update(
                    "UPDATE alerts SET incident = ? WHERE id = ?",
                    incident,
                    alert.alert().getId());
        }
        return moved;
    }

    /** Causes of projects on hosts that are part of a shared one, as a condition on the table of causes. */
    private record Parts(String condition, Object[] parameters) {

        static Parts of(SharedCause shared, Alert alert, Instant since) {
            boolean ofHost = shared == SharedCause.HOST;
            List<Object> parameters = new ArrayList<>(ofHost ? shared.classes() : List.of(alert.getAlertClass()));
            String families = String.join(", ", Collections.nCopies(parameters.size(), "?"));
            parameters.add(since.toEpochMilli());
            if (ofHost) {
                parameters.add(alert.getHost());
            }
            return new Parts(
                    "family IN (" + families + ") AND seen_at_millis >= ? AND host " + (ofHost ? "= ?" : "<> ''"),
                    parameters.toArray());
        }
    }
}
