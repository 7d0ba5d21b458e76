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

/** Rows of the schedules of summaries, and of what their notifications say. Called within a transaction. */
record SummaryTable(Database database) {

    private static final Logger LOG = LoggerFactory.getLogger(SummaryTable.class);

    /** Time up to which each schedule was seen to. */
    Map<String, Instant> seenTo() throws SQLException {
        Map<String, Instant> seen = new TreeMap<>();
        database.query(
                row -> seen.put(row.getString("schedule"), Columns.instant(row, "due_at_millis")),
                "SELECT * FROM summaries");
        return seen;
    }

    /** Notes that a schedule is seen to up to a time. */
    int see(String schedule, Instant to) throws SQLException {
        return database.update("MERGE INTO summaries VALUES (?, ?)", schedule, to.toEpochMilli());
    }

    /**
     * Queues the summary that was due, unless that was done.
     *
     * @return notifications that were added
     */
    int add(String schedule, Instant due, Summary summary, List<String> receivers, Instant now) throws SQLException {
        Instant seen = seenTo().get(schedule);
        if (seen != null && !seen.isBefore(due)) {
            return 0;
        }
        see(schedule, due);
        NotificationTable notifications = new NotificationTable(database);
        for (String receiver : receivers) {
            long sequence = notifications.insert(receiver, AlertGroup.summary(schedule, due), "PENDING", now, now);
            database.update("INSERT INTO notification_summaries VALUES (?, ?)", sequence, summary.json());
        }
        return receivers.size();
    }

    /** Summary that a notification tells; empty where it tells of alerts. */
    Optional<Summary> of(long sequence) throws SQLException {
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
