package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.NotifiedState;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.outbox.store.Columns;
import io.gradwatch.alerting.outbox.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rows of notifications and of the changes that each tells. Called within a transaction. */
record NotificationTable(Database database) {

    /**
     * The oldest open notification of each incident goes first; among the incidents, the one that waited longest for
     * its turn.
     */
    private static final String HEADS = """
        FROM notifications n WHERE n.receiver = ? AND n.status = 'PENDING' AND NOT EXISTS
          (SELECT 1 FROM notifications e WHERE e.receiver = n.receiver AND e.status = 'PENDING'
             AND e.incident = n.incident AND e.sequence < n.sequence)
        ORDER BY n.next_attempt_at_millis, n.sequence LIMIT 1\
        """;

    private static final int REASON_LENGTH = 500;

    /** Queues changes and tells whether that made a notification; otherwise they joined one that was not sent yet. */
    boolean add(String receiver, AlertGroup group, Duration unacknowledged, Instant now) throws SQLException {
        Optional<Long> waiting = waiting(receiver, group.incident());
        long sequence = waiting.isPresent() ? waiting.get() : insert(receiver, group.incident(), "PENDING", now, now);
        if (!unacknowledged.isZero()) {
            database.update(
                    "UPDATE notifications SET unacknowledged_millis = ? WHERE sequence = ?",
                    unacknowledged.toMillis(),
                    sequence);
        }
        for (AlertChange change : group.changes()) {
            addChange(sequence, change);
        }
        return waiting.isEmpty();
    }

    Optional<Instant> nextAttempt(String receiver) throws SQLException {
        return database.first(
                row -> Columns.instant(row, "next_attempt_at_millis"),
                "SELECT n.next_attempt_at_millis " + HEADS,
                receiver);
    }

    /** Marks the next notification as on its way. */
    Optional<Notification> take(String receiver) throws SQLException {
        Optional<Notification> next = database.first(row -> notification(receiver, row), "SELECT * " + HEADS, receiver);
        if (next.isPresent()) {
            database.update(
                    "UPDATE notifications SET status = 'SENDING', attempts = attempts + 1 WHERE sequence = ?",
                    next.get().sequence());
        }
        return next;
    }

    Notification notification(String receiver, ResultSet row) throws SQLException {
        String incident = row.getString("incident");
        long sequence = row.getLong("sequence");
        Instant createdAt = Columns.instant(row, "created_at_millis");
        return new Notification(
                sequence,
                receiver,
                new AlertGroup(incident, changes(sequence)),
                latestChanges(receiver, incident, sequence),
                createdAt,
                thread(receiver, incident),
                row.getInt("attempts"),
                row.getBoolean("may_have_arrived"),
                Presentation.PLAIN,
                createdAt,
                Duration.ofMillis(row.getLong("unacknowledged_millis")),
                SummaryTable.of(database, sequence));
    }

    int sent(long sequence, String reference, Instant now) throws SQLException {
        return end(sequence, "SENT", reference, null, now);
    }

    int givenUp(long sequence, Delivery.Rejected why, Instant now) throws SQLException {
        return end(sequence, "GIVEN_UP", null, shortened(why.reason().label() + ": " + why.detail()), now);
    }

    int retry(long sequence, Delivery.Retry why, Instant nextAttempt) throws SQLException {
        return database.update(
                "UPDATE notifications SET status = 'PENDING', next_attempt_at_millis = ?,"
                        + " may_have_arrived = may_have_arrived OR ?, reason = ? WHERE sequence = ?",
                nextAttempt.toEpochMilli(),
                why.reason().mayHaveArrived(),
                shortened(why.reason().label() + ": " + why.detail()),
                sequence);
    }

    /** Takes up what was on its way when the last process ended: nobody knows whether it arrived. */
    int recover() throws SQLException {
        return database.update(
                "UPDATE notifications SET status = 'PENDING', may_have_arrived = TRUE WHERE status = 'SENDING'");
    }

    /** Deletes old rows and returns how many notifications among them were never delivered. */
    int forgetBefore(Instant limit) throws SQLException {
        database.update("DELETE FROM notifications WHERE ended_at_millis < ?", limit.toEpochMilli());
        return database.update(
                "DELETE FROM notifications WHERE status = 'PENDING' AND created_at_millis < ?"
                        + " AND (attempts > 0 OR next_attempt_at_millis < ?)",
                limit.toEpochMilli(),
                limit.toEpochMilli());
    }

    Map<String, Integer> countByStatus() throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        database.query(
                row -> counts.put(row.getString(1), row.getInt(2)),
                "SELECT status, COUNT(*) FROM notifications GROUP BY status");
        return counts;
    }

    List<String> openReceivers() throws SQLException {
        return database.query(
                row -> row.getString(1),
                "SELECT DISTINCT receiver FROM notifications WHERE status IN ('PENDING', 'HELD') ORDER BY receiver");
    }

    static String shortened(String text) {
        return PlainText.cut(text, REASON_LENGTH);
    }

    /** The last open notification of the incident, if what it tells may still grow. */
    private Optional<Long> waiting(String receiver, String incident) throws SQLException {
        return database.first(
                row -> row.getLong(1),
                "SELECT sequence FROM (SELECT * FROM notifications WHERE receiver = ?"
                        + " AND status IN ('PENDING', 'SENDING') AND incident = ? ORDER BY sequence DESC LIMIT 1)"
                        + " WHERE status = 'PENDING' AND NOT may_have_arrived",
                receiver,
                incident);
    }

    long insert(String receiver, String incident, String status, Instant now, Instant nextAttempt) throws SQLException {
        return database.first(
                        row -> row.getLong(1),
                        "SELECT sequence FROM FINAL TABLE (INSERT INTO notifications (receiver, incident, status,"
                                + " attempts, may_have_arrived, created_at_millis, next_attempt_at_millis)"
                                + " VALUES (?, ?, ?, 0, FALSE, ?, ?))",
                        receiver,
                        incident,
                        status,
                        now.toEpochMilli(),
                        nextAttempt.toEpochMilli())
                .orElseThrow();
    }

    void addChange(long sequence, AlertChange change) throws SQLException {
        byte[] body = Columns.body(change.alert());
        String id = change.alert().getId();
        int joined = database.update(
                "UPDATE notification_changes SET body = ? WHERE sequence = ? AND alert_id = ?", body, sequence, id);
        if (joined == 0) {
            NotifiedState notified = change.before();
            database.update(
                    "INSERT INTO notification_changes VALUES (?, ?, ?, ?, ?, ?)",
                    sequence,
                    id,
                    body,
                    notified == null ? null : notified.revision(),
                    notified == null ? null : notified.state().name(),
                    notified == null ? null : notified.severity().name());
        }
    }

    static AlertChange change(ResultSet row) throws SQLException {
        return new AlertChange(Columns.alert(row), Columns.notifiedState(row));
    }

    List<AlertChange> changes(long sequence) throws SQLException {
        return database.query(
                NotificationTable::change, "SELECT * FROM notification_changes WHERE sequence = ?", sequence);
    }

    /** Latest change of each alert of the incident up to a notification to the receiver, the latest first. */
    private List<AlertChange> latestChanges(String receiver, String incident, long sequence) throws SQLException {
        Map<String, AlertChange> latest = new LinkedHashMap<>();
        database.query(
                        NotificationTable::change,
                        "SELECT c.* FROM notification_changes c JOIN notifications n ON n.sequence = c.sequence"
                                + " WHERE n.receiver = ? AND n.incident = ? AND n.sequence <= ?"
                                + " AND n.status <> 'GIVEN_UP' ORDER BY n.sequence DESC LIMIT ?",
                        receiver,
                        incident,
                        sequence,
                        Notification.MOST_LATEST_CHANGES)
                .forEach(change -> latest.putIfAbsent(change.alert().getId(), change));
        return List.copyOf(latest.values());
    }

    private Optional<String> thread(String receiver, String incident) throws SQLException {
        return database.first(
                row -> row.getString(1),
                "SELECT reference FROM notifications WHERE receiver = ? AND status = 'SENT' AND incident = ?"
                        + " AND reference <> '' ORDER BY sequence LIMIT 1",
                receiver,
                incident);
    }

    private int end(long sequence, String status, String reference, String reason, Instant now) throws SQLException {
        return database.update(
                "UPDATE notifications SET status = ?, reference = ?, reason = ?, ended_at_millis = ?"
                        + " WHERE sequence = ? AND status IN ('PENDING', 'SENDING')",
                status,
                reference,
                reason,
                now.toEpochMilli(),
                sequence);
    }
}
