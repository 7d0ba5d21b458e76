package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.outbox.store.Columns;
import io.gradwatch.alerting.outbox.store.Database;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rows of alerts that escalate where nobody acknowledges them. Called within a transaction. */
record EscalationTable(Database database) {

    /** Alerts that escalate, by id. */
    Map<String, RunningEscalation> all() throws SQLException {
        Map<String, RunningEscalation> found = new LinkedHashMap<>();
        database.query(
                row -> found.put(
                        row.getString("alert_id"),
                        new RunningEscalation(
                                Columns.instant(row, "since_millis"),
                                row.getString("levels"),
                                row.getInt("level"),
                                names(row.getString("told")))),
                "SELECT * FROM escalations ORDER BY since_millis, alert_id");
        return found;
    }

    int set(Map<String, RunningEscalation> escalations) throws SQLException {
        for (Map.Entry<String, RunningEscalation> one : escalations.entrySet()) {
            RunningEscalation escalation = one.getValue();
            database.update(
                    "MERGE INTO escalations VALUES (?, ?, ?, ?, ?)",
                    one.getKey(),
                    escalation.since().toEpochMilli(),
                    escalation.levels(),
                    escalation.level(),
                    String.join("\n", escalation.told()));
        }
        return escalations.size();
    }

    private static Set<String> names(String told) {
        return told.lines().collect(Collectors.toCollection(TreeSet::new));
    }

    int end(Collection<String> alertIds) throws SQLException {
        for (String alertId : alertIds) {
            database.update("DELETE FROM escalations WHERE alert_id = ?", alertId);
        }
        return alertIds.size();
    }
}
