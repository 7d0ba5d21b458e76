package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.outbox.store.Columns;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.route.Share;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rows of alerts that escalate where nobody acknowledges them. */
public record EscalationTable(Database database, HeldNotifications held) {

    /** Alerts that escalate, by id. */
    public Map<String, RunningEscalation> all() {
        return database.read(() -> {
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
        });
    }

    /**
     * Notes how far alerts are escalated, and queues what the receivers of the next level are told.
     *
     * @return notifications that were added
     */
    public int advance(Map<String, RunningEscalation> advanced, List<Share> shares, Instant now) {
        return database.transaction(() -> {
            set(advanced);
            return held.add(shares, now);
        });
    }

    private void set(Map<String, RunningEscalation> escalations) throws SQLException {
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
    }

    private static Set<String> names(String told) {
        return told.lines().collect(Collectors.toCollection(TreeSet::new));
    }

    /** Notes that alerts escalate no more. */
    public int end(Collection<String> alertIds) {
        return database.transaction(() -> {
            for (String alertId : alertIds) {
                database.update("DELETE FROM escalations WHERE alert_id = ?", alertId);
            }
            return alertIds.size();
        });
    }
}
