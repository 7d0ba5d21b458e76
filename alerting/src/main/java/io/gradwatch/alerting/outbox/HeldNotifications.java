package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.outbox.store.Columns;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.schema.Alert;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Notifications that wait for the end of a time interval: rows of the status HELD, whose next attempt is that end. An
 * alert waits in one of them at most for each receiver. {@link #add} is called within a transaction.
 */
public record HeldNotifications(Database database, NotificationTable notifications, AlertTable alerts) {

    /** A silence without an end is looked at again after this. */
    private static final Duration LATER = Duration.ofHours(1);

    /**
     * Notifications whose time has come.
     *
     * @param notifications that wait for their channel now
     * @param digests of quiet hours among them
     */
    public record Released(int notifications, int digests) {}

    /** When the next one is to be released; empty when none is held. */
    public Optional<Instant> next() {
        return database.read(() -> database.first(
                row -> Columns.instant(row, "next_attempt_at_millis"),
                "SELECT next_attempt_at_millis FROM notifications WHERE status = 'HELD'"
                        + " ORDER BY next_attempt_at_millis LIMIT 1"));
    }

    /** Holds changes; those of them that were held before are held with these. */
    private void hold(String receiver, AlertGroup group, Instant until, Instant now) throws SQLException {
        List<AlertChange> changes = takeOver(receiver, group.changes());
        Optional<Long> held = database.first(
                row -> row.getLong(1),
                "SELECT sequence FROM notifications WHERE receiver = ? AND status = 'HELD' AND incident = ?"
                        + " AND next_attempt_at_millis = ?",
                receiver,
                group.incident(),
                until.toEpochMilli());
        long sequence =
                held.isPresent() ? held.get() : notifications.insert(receiver, group.incident(), "HELD", now, until);
        for (AlertChange change : changes) {
            notifications.addChange(sequence, change);
        }
    }

    /** Changes as they are told now: one that is held for the receiver is held no more, and goes from what it knew. */
    private List<AlertChange> takeOver(String receiver, List<AlertChange> changes) throws SQLException {
        List<AlertChange> taken = new ArrayList<>();
        for (AlertChange change : changes) {
            taken.add(
                    heldBefore(receiver, change.alert().getId()).orElse(change).withAlert(change.alert()));
        }
        database.update(
                "DELETE FROM notifications n WHERE n.receiver = ? AND n.status = 'HELD' AND NOT EXISTS"
                        + " (SELECT 1 FROM notification_changes c WHERE c.sequence = n.sequence)",
                receiver);
        return taken;
    }

    /** True where a change of an alert is held for the receiver. */
    public boolean holds(String receiver, String alertId) {
        return database.read(() -> find(receiver, alertId).isPresent());
    }

    private Optional<AlertChange> find(String receiver, String alertId) throws SQLException {
        return database.first(
                NotificationTable::change,
                "SELECT c.* FROM notification_changes c JOIN notifications n ON n.sequence = c.sequence"
                        + " WHERE c.alert_id = ? AND n.receiver = ? AND n.status = 'HELD'",
                alertId,
                receiver);
    }

    private Optional<AlertChange> heldBefore(String receiver, String alertId) throws SQLException {
        Optional<AlertChange> held = find(receiver, alertId);
        if (held.isPresent()) {
            database.update(
                    "DELETE FROM notification_changes WHERE alert_id = ? AND sequence IN"
                            + " (SELECT sequence FROM notifications WHERE receiver = ? AND status = 'HELD')",
                    alertId,
                    receiver);
        }
        return held;
    }

    /**
     * Brings those forward that are to be released earlier by now, since the intervals were changed.
     *
     * @param toldAt when a receiver is told of a change by now
     */
    public int bringForward(BiFunction<String, AlertChange, Instant> toldAt) {
        return database.transaction(() -> {
            int earlier = 0;
            for (Waiting waiting : due(Instant.ofEpochMilli(Long.MAX_VALUE))) {
                for (AlertChange change : notifications.changes(waiting.sequence())) {
                    long at = toldAt.apply(waiting.receiver(), change).toEpochMilli();
                    earlier += database.update(
                            "UPDATE notifications SET next_attempt_at_millis = ?"
                                    + " WHERE sequence = ? AND next_attempt_at_millis > ?",
                            at,
                            waiting.sequence(),
                            at);
                }
            }
            return earlier;
        });
    }

    /**
     * Releases what is due, as it stands by now. What was gone before anybody heard of it is told in digests alone;
     * what is silenced stays until the silence may have ended.
     *
     * @param wanted true where a route leads from a change to a receiver by now
     */
    public Released release(
            Instant now, Predicate<Alert> silenced, Instant silencedUntil, BiPredicate<String, AlertChange> wanted) {
        return database.transaction(() -> {
            Instant again = silencedUntil.isAfter(now.plus(LATER)) ? now.plus(LATER) : silencedUntil;
            int released = 0;
            int digests = 0;
            for (Waiting due : due(now)) {
                List<AlertChange> changes = bringUpToDate(due, wanted);
                List<AlertChange> stay = changes.stream()
                        .filter(change -> silenced.test(change.alert()))
                        .toList();
                if (!stay.isEmpty()) {
                    hold(due.receiver(), new AlertGroup(due.incident(), stay), again, now);
                }
                if (!due.digest()) {
                    forgetPast(due.sequence(), changes);
                }
                if (notifications.changes(due.sequence()).isEmpty()) {
                    database.update("DELETE FROM notifications WHERE sequence = ?", due.sequence());
                } else {
                    database.update(
                            "UPDATE notifications SET status = 'PENDING', next_attempt_at_millis = ? WHERE sequence = ?",
                            now.toEpochMilli(),
                            due.sequence());
                    released++;
                    digests += due.digest() ? 1 : 0;
                }
            }
            return new Released(released, digests);
        });
    }

    /**
     * The changes as they stand by now. One that went to the receivers of another route since is told to them alone,
     * but for the end of what the receiver knows. What is not told yet to anybody comes by itself.
     */
    private List<AlertChange> bringUpToDate(Waiting due, BiPredicate<String, AlertChange> wanted) throws SQLException {
        for (AlertChange held : notifications.changes(due.sequence())) {
            Optional<AlertChange> later = alerts.find(held.alert().getId())
                    .filter(known -> !known.pending())
                    .map(known -> held.withAlert(known.alert()))
                    .filter(change ->
                            change.alert().getRevision() > held.alert().getRevision());
            if (later.isPresent()) {
                boolean end = held.before() != null && !later.get().firing();
                if (end || wanted.test(due.receiver(), later.get())) {
                    notifications.addChange(due.sequence(), later.get());
                } else {
                    forget(due.sequence(), held);
                }
            }
        }
        return notifications.changes(due.sequence());
    }

    private void forgetPast(long sequence, List<AlertChange> changes) throws SQLException {
        for (AlertChange change : changes) {
            if (change.kind() == AlertChange.Kind.FIRED_AND_RECOVERED) {
                forget(sequence, change);
            }
        }
    }

    private void forget(long sequence, AlertChange change) throws SQLException {
        database.update(
                "DELETE FROM notification_changes WHERE sequence = ? AND alert_id = ?",
                sequence,
                change.alert().getId());
    }

    private List<Waiting> due(Instant now) throws SQLException {
        return database.query(
                row -> new Waiting(row.getLong("sequence"), row.getString("receiver"), row.getString("incident")),
                "SELECT * FROM notifications WHERE status = 'HELD' AND next_attempt_at_millis <= ? ORDER BY sequence",
                now.toEpochMilli());
    }

    /**
     * Queues or holds what each receiver is told. What was held and is gone before the receiver heard of it is left
     * out.
     *
     * @return notifications that were added for their channels
     */
    int add(List<Share> shares, Instant now) throws SQLException {
        int added = 0;
        for (Share share : shares) {
            AlertGroup group = share.group();
            if (share.heldUntil().isPresent()) {
                hold(share.receiver(), group, share.heldUntil().get(), now);
                continue;
            }
            List<AlertChange> changes = takeOver(share.receiver(), group.changes());
            changes.removeIf(change -> change.kind() == AlertChange.Kind.FIRED_AND_RECOVERED
                    && !group.changes().contains(change));
            if (!changes.isEmpty()) {
                AlertGroup told = new AlertGroup(group.incident(), changes);
                added += notifications.add(share.receiver(), told, share.unacknowledged(), now) ? 1 : 0;
            }
        }
        return added;
    }

    /** A notification that is held. */
    private record Waiting(long sequence, String receiver, String incident) {

        boolean digest() {
            return AlertGroup.isQuietHours(incident);
        }
    }
}
