package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.outbox.store.Columns;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.summary.Summary;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows of the schedules of summaries, and of the summaries that notifications tell. */
public record SummaryTable(Database database, NotificationTable notifications) {

    private static final Logger LOG = LoggerFactory.getLogger(SummaryTable.class);

    /** Time up to which each schedule is done, by its name. */
    public Map<String, Instant> doneUntil() {
        return database.read(this::times);
    }

    private Map<String, Instant> times() throws SQLException {
        Map<String, Instant> seen = new TreeMap<>();
        database.query(
                row -> seen.put(row.getString("schedule"), Columns.instant(row, "due_at_millis")),
                "SELECT * FROM summaries");
        return seen;
    }

    /** Notes that a schedule is done up to a time. */
    public void setDone(String schedule, Instant until) {
        database.transaction(() -> write(schedule, until));
    }

    private int write(String schedule, Instant until) throws SQLException {
        return database.update("MERGE INTO summaries VALUES (?, ?)", schedule, until.toEpochMilli());
    }

    /**
     * Queues the summary that was due, unless that was done.
     *
     * @return notifications that were added
     */
    public int add(String schedule, Instant due, Summary summary, List<String> receivers, Instant now) {
        return database.transaction(() -> {
            Instant done = times().get(schedule);
            if (done != null && !done.isBefore(due)) {
                return 0;
            }
            write(schedule, due);
            for (String receiver : receivers) {
                long sequence = notifications.insert(receiver, AlertGroup.summary(schedule, due), "PENDING", now, now);
                database.update("INSERT INTO notification_summaries VALUES (?, ?)", sequence, summary.json());
            }
            return receivers.size();
        });
    }

    /** Summary that a notification tells; empty where it tells of alerts. Called within a transaction. */
    static Optional<Summary> of(Database database, long sequence) throws SQLException {
        return database.first(
                SummaryTable::summary, "SELECT body FROM notification_summaries WHERE sequence = ?", sequence);
    }

    /** One that cannot be read is told as such: it must not hold up what is behind it. */
    private static Summary summary(ResultSet row) throws SQLException {
        try {
            return Summary.read(row.getString("body"));
        } catch (IOException | RuntimeException e) {
            LOG.error("A summary in the outbox cannot be read: {}", e.getMessage());
            return Summary.unreadable();
        }
    }
}
