package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.outbox.NotifiedAlerts.NotifiedAlert;
import io.gradwatch.alerting.outbox.store.Columns;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.schema.Alert;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Notifications that receivers got, with their alerts. */
public record NotifiedTable(Database database, NotificationTable notifications) {

    /** Messages that are brought up to date with what people do; older ones stay as they are. Own choice. */
    private static final int MOST_INCIDENTS = 200;

    /**
     * Alerts of the incidents that a receiver was told of by {@code t.sequence}. A message that is on its way may be
     * there already: a person presses its button before the channel's answer is noted.
     */
    private static final String ALERTS_NOTIFIED = """
        FROM alerts a JOIN
          (SELECT c.alert_id, MAX(c.sequence) AS sequence FROM notification_changes c
             JOIN notifications n ON n.sequence = c.sequence
             WHERE n.receiver = ? AND n.incident = ? AND n.status IN ('SENDING', 'SENT') AND n.sequence <= ? GROUP BY c.alert_id) t
          ON t.alert_id = a.id\
        """;

    /**
     * Alerts of an incident that the receiver was told of.
     *
     * @param sequence the last notification that counts
     * @param most how many, at most
     */
    public NotifiedAlerts alerts(String receiver, String incident, long sequence, int most) {
        return database.read(() -> {
            List<NotifiedAlert> alerts = database.query(
                    NotifiedTable::alert,
                    "SELECT a.body, (SELECT c.body FROM notification_changes c WHERE c.sequence = t.sequence"
                            + " AND c.alert_id = a.id) AS told_body " + ALERTS_NOTIFIED
                            + " ORDER BY a.state = 'RECOVERED', a.changed_at_millis DESC LIMIT ?",
                    receiver,
                    incident,
                    sequence,
                    most);
            int open = database.first(
                            row -> row.getInt(1),
                            "SELECT COUNT(*) " + ALERTS_NOTIFIED + " WHERE a.state <> 'RECOVERED'",
                            receiver,
                            incident,
                            sequence)
                    .orElse(0);
            return new NotifiedAlerts(alerts, Math.max(0, open - alerts.size()));
        });
    }

    private static NotifiedAlert alert(ResultSet row) throws SQLException {
        return new NotifiedAlert(Columns.alert(row), Columns.alert(row, "told_body"));
    }

    /**
     * Incidents in which an alert has not recovered, of those that the receiver has a message of, the latest first.
     * What was told after quiet hours is of many incidents: its alerts count.
     */
    public List<String> incidents(String receiver) {
        return database.read(() -> database.query(
                row -> row.getString(1),
                "SELECT n.incident FROM notifications n WHERE n.receiver = ? AND n.status = 'SENT'"
                        + " AND (EXISTS (SELECT 1 FROM alerts a WHERE a.incident = n.incident"
                        + " AND a.state <> 'RECOVERED') OR (n.incident LIKE ? AND EXISTS (SELECT 1 FROM"
                        + " notification_changes c JOIN alerts a ON a.id = c.alert_id WHERE c.sequence = n.sequence"
                        + " AND a.state <> 'RECOVERED'))) GROUP BY n.incident"
                        + " HAVING MAX(n.reference) <> '' ORDER BY MAX(n.sequence) DESC LIMIT ?",
                receiver,
                AlertGroup.QUIET_HOURS + "%",
                MOST_INCIDENTS));
    }

    /**
     * The latest alerts of an incident that the receiver was told of, as they stand now.
     *
     * @param most how many, at most
     */
    public List<Alert> latest(String receiver, String incident, int most) {
        return database.read(() -> database.query(
                Columns::alert,
                "SELECT a.body " + ALERTS_NOTIFIED + " ORDER BY a.changed_at_millis DESC LIMIT ?",
                receiver,
                incident,
                Long.MAX_VALUE,
                most));
    }

    /**
     * The last notification of an incident that arrived; empty where there is no message of it, or where a newer
     * notification waits or is on its way, which brings it up to date.
     */
    public Optional<Notification> message(String receiver, String incident) {
        return database.read(() -> database.first(
                        row -> notifications.notification(receiver, row),
                        "SELECT n.* FROM notifications n WHERE n.receiver = ? AND n.incident = ? AND n.status = 'SENT'"
                                + " AND EXISTS (SELECT 1 FROM notification_changes c WHERE c.sequence = n.sequence)"
                                + " AND NOT EXISTS (SELECT 1 FROM notifications w WHERE w.receiver = n.receiver"
                                + " AND w.incident = n.incident AND w.status IN ('PENDING', 'SENDING'))"
                                + " ORDER BY n.sequence DESC LIMIT 1",
                        receiver,
                        incident)
                .filter(told -> told.thread().isPresent()));
    }

    /** Time at which the receiver was last notified of an incident, or that was queued or held; empty for never. */
    public Optional<Instant> lastTime(String receiver, String incident) {
        return database.read(() -> database.first(
                row -> Columns.instant(row, "created_at_millis"),
                "SELECT created_at_millis FROM notifications WHERE receiver = ? AND incident = ?"
                        + " AND status <> 'GIVEN_UP' ORDER BY created_at_millis DESC LIMIT 1",
                receiver,
                incident));
    }
}
