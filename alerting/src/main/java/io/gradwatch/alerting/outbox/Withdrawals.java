package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.NotifiedState;
import io.gradwatch.alerting.group.TrackedAlert;
import io.gradwatch.alerting.outbox.store.Columns;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.schema.Alert;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Takes changes that wait for their channel back. Called within a transaction. */
record Withdrawals(Database database, AlertTable alerts) {

    /** Of changes that wait, those that no receiver may have got since their notification was made. */
    private static final String UNHEARD = """
        SELECT c.* FROM notification_changes c JOIN notifications n ON n.sequence = c.sequence
        WHERE n.status = 'PENDING' AND NOT n.may_have_arrived
          AND n.unacknowledged_millis IS NULL AND NOT EXISTS
          (SELECT 1 FROM notification_changes o JOIN notifications m ON m.sequence = o.sequence
           WHERE o.alert_id = c.alert_id AND m.sequence <> n.sequence
             AND (m.status = 'SENDING' OR (m.status = 'PENDING' AND m.may_have_arrived)
               OR m.ended_at_millis >= n.created_at_millis))\
        """;

    /** Takes changes of silenced alerts back, and returns the alerts as they stand then. */
    List<TrackedAlert> takeBack(Predicate<Alert> silenced) throws SQLException {
        List<TrackedAlert> back = new ArrayList<>();
        for (Waiting change : withdrawable()) {
            Optional<TrackedAlert> known = alerts.find(change.alertId());
            if (known.isPresent() && silenced.test(known.get().alert())) {
                withdraw(change);
                withdrawHeld(change);
                alerts.setNotified(change.alertId(), change.before());
                back.add(known.get().withNotified(change.before()));
            }
        }
        removeEmptyNotifications();
        return back;
    }

    /**
     * Changes that can be taken back, an entry for each alert. An alert of which the receivers know different things is
     * left out: no one state is what all of them were told before.
     */
    private List<Waiting> withdrawable() throws SQLException {
        Map<String, Waiting> found = new LinkedHashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (Waiting change :
                database.query(row -> new Waiting(row.getString("alert_id"), Columns.notifiedState(row)), UNHEARD)) {
            Waiting other = found.putIfAbsent(change.alertId(), change);
            if (other != null && !other.equals(change)) {
                ambiguous.add(change.alertId());
            }
        }
        found.keySet().removeAll(ambiguous);
        return List.copyOf(found.values());
    }

    private void withdraw(Waiting change) throws SQLException {
        database.update(
                "DELETE FROM notification_changes WHERE alert_id = ? AND sequence IN"
                        + " (SELECT sequence FROM notifications WHERE status = 'PENDING')",
                change.alertId());
    }

    /** The same news that another receiver has not got since it is held would come a second time. */
    private void withdrawHeld(Waiting change) throws SQLException {
        database.update(
                "DELETE FROM notification_changes WHERE alert_id = ? AND told_revision IS NOT DISTINCT FROM ?"
                        + " AND sequence IN (SELECT sequence FROM notifications WHERE status = 'HELD')",
                change.alertId(),
                change.before() == null ? null : change.before().revision());
    }

    /** A summary of the fleet has no changes, and is not empty. */
    private void removeEmptyNotifications() throws SQLException {
        database.update("DELETE FROM notifications n WHERE n.status IN ('PENDING', 'HELD') AND NOT EXISTS"
                + " (SELECT 1 FROM notification_changes c WHERE c.sequence = n.sequence) AND NOT EXISTS"
                + " (SELECT 1 FROM notification_summaries s WHERE s.sequence = n.sequence)");
    }

    /**
     * An alert with changes that can be taken back.
     *
     * @param alertId the alert
     * @param before what people were told before them; null when nothing
     */
    private record Waiting(String alertId, NotifiedState before) {}
}
