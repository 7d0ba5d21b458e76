package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.GroupTiming;
import io.gradwatch.alerting.group.Grouping;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.group.TrackedAlert;
import io.gradwatch.alerting.notify.spi.AlertIncident;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.outbox.store.OutboxStorage;
import io.gradwatch.alerting.outbox.store.SentJournal;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.schema.Alert;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * State of alerts and of their notifications, in one database file, which is a copy of a log of rows where several
 * instances stand by for each other.
 *
 * <p>Every call that changes something is one transaction that is on the disk, or in the log, when the call returns. A
 * notification is marked as on its way before it is sent and as sent after, first in a journal and then here. Where a
 * process ends between its arrival and the journal, or the answer of the channel is lost, it is sent again and says so.
 * An outbox that lost transactions reads their alerts again, and may tell them twice; {@link #damage} says that.
 * Thread-safe. All methods throw {@link OutboxException} when the file fails.
 */
public final class Outbox implements AutoCloseable {

    private final OutboxStorage storage;
    private final Database database;
    private final AlertTable alerts;
    private final IncidentTable incidents;
    private final NotificationTable notifications;
    private final NotifiedTable notified;
    private final HeldNotifications held;
    private final EscalationTable escalations;
    private final SummaryTable summaries;
    private final SentJournal journal;
    private final IntakePositions positions;
    private final OutboxLosses losses;

    /**
     * @param storage that is closed with it
     * @param database with the tables
     * @param journal of what arrived
     * @param rules by which alerts become one incident
     */
    public Outbox(OutboxStorage storage, Database database, SentJournal journal, IncidentRules rules) {
        this.storage = storage;
        this.database = database;
        this.journal = journal;
        this.losses = new OutboxLosses(storage.toString());
        this.positions = new IntakePositions(database);
        this.incidents = new IncidentTable(database, new CauseTable(database), rules);
        this.alerts = new AlertTable(database, incidents);
        this.notifications = new NotificationTable(database);
        this.notified = new NotifiedTable(database, notifications);
        this.held = new HeldNotifications(database, notifications, alerts);
        this.escalations = new EscalationTable(database, held);
        this.summaries = new SummaryTable(database, notifications);
    }

    /** Opens the outbox in a folder, with the default rules. */
    public static Outbox open(Path folder) {
        return open(folder, IncidentRules.within(GroupTiming.CAUSE_WINDOW));
    }

    /** Opens the outbox in a folder, and makes both where they are missing; the rules make incidents of alerts. */
    public static Outbox open(Path folder, IncidentRules rules) {
        return OutboxOpening.open(folder, rules);
    }

    /** Name of the one who reads the topic of alerts for this outbox; it is the same after a kill. */
    public String reader() {
        return storage.reader();
    }

    /** Damage found since it was opened: sentences for a person. */
    public List<String> damage() {
        return losses.damage();
    }

    /** Reason for which it must be closed and opened anew, as damage that was met; empty when all is well. */
    public Optional<String> failure() {
        return storage.failure();
    }

    /** Losses of its file since it was closed. */
    public OutboxLosses losses() {
        return losses;
    }

    /** Offset of the next record of each partition of the topic of alerts that was taken over. */
    public Map<Integer, Long> positions() {
        return database.read(positions::all);
    }

    /** Notifications that receivers got. */
    public NotifiedTable notified() {
        return notified;
    }

    /** Notifications that wait for the end of a time interval. */
    public HeldNotifications held() {
        return held;
    }

    /** Alerts that escalate. */
    public EscalationTable escalations() {
        return escalations;
    }

    /** Schedules of summaries. */
    public SummaryTable summaries() {
        return summaries;
    }

    /** Takes up what an earlier process left. */
    public void recover() {
        database.transaction(() -> {
            for (SentJournal.Entry entry : journal.entries()) {
                notifications.sent(entry.sequence(), entry.reference(), entry.at());
            }
            return notifications.recover();
        });
        journal.clear();
    }

    /**
     * Takes over transitions, in order, and the place up to which the topic of alerts was read for them.
     *
     * @param next offset of the next record of each partition that they came from
     * @return the alerts that changed; transitions that were known, or older than what is known, change none
     */
    public Accepted accept(List<Alert> transitions, Map<Integer, Long> next, Instant now) {
        return database.transaction(() -> {
            positions.set(next);
            List<TrackedAlert> news = new ArrayList<>();
            List<TrackedAlert> moved = new ArrayList<>();
            for (Alert alert : transitions) {
                Accepted accepted = alerts.accept(alert, now);
                news.addAll(accepted.news());
                moved.addAll(accepted.moved());
            }
            return new Accepted(news, moved);
        });
    }

    /** Gives a fresh grouping what fires and what is still to be told. */
    public void restore(Grouping grouping) {
        database.read(() -> {
            incidents.all().forEach(grouping::restore);
            alerts.open().forEach(grouping::accept);
            return null;
        });
    }

    /**
     * Notes that a group is told, and queues a notification for each share. Where one of the same incident still waits,
     * its changes join that one.
     *
     * @param group what is told
     * @param shares what each receiver is told
     * @return notifications that were added
     */
    public int enqueue(AlertGroup group, List<Share> shares, Instant now) {
        return database.transaction(() -> {
            int added = held.add(shares, now);
            alerts.settled(group);
            incidents.notified(
                    group.incident(), incidents.notifiedTimes(group.incident()).after(group, now));
            return added;
        });
    }

    /** Notes that a group is settled: as if it were told, without a notification. */
    public void settle(AlertGroup group) {
        database.transaction(() -> alerts.settled(group));
    }

    /**
     * Takes changes out of the notifications that wait, of alerts that are silenced now, as if they had never been
     * told. Where a receiver may have got one already, the others get it too.
     *
     * @return the alerts, as they stand then
     */
    public List<TrackedAlert> takeBack(Predicate<Alert> silenced) {
        return database.transaction(() -> new Withdrawals(database, alerts).takeBack(silenced));
    }

    /** Time from which the receiver's next notification may be sent; empty when none waits. */
    public Optional<Instant> nextAttempt(String receiver) {
        return database.read(() -> notifications.nextAttempt(receiver));
    }

    /** The receiver's next notification, marked as on its way; empty when none waits. */
    public Optional<Notification> take(String receiver) {
        return database.transaction(() -> notifications.take(receiver));
    }

    /**
     * Makes sure, right before a notification goes out, that no other instance has taken over since it was taken.
     *
     * @throws OutboxException when one has, or transactions take so long that nobody can be sure
     */
    public void confirm() {
        database.confirmLead();
    }

    /** Notes that a notification arrived. */
    public void sent(long sequence, String reference, Instant now) {
        journal.note(new SentJournal.Entry(sequence, NotificationTable.shortened(reference), now));
        database.transaction(() -> notifications.sent(sequence, NotificationTable.shortened(reference), now));
        journal.committed();
    }

    /** Notes that a notification is to be sent again, not before {@code nextAttempt}. */
    public void retry(long sequence, Delivery.Retry why, Instant nextAttempt) {
        database.transaction(() -> notifications.retry(sequence, why, nextAttempt));
    }

    /** Notes that a notification was rejected. It stays in the file until the retention ends. */
    public void givenUp(long sequence, Delivery.Rejected why, Instant now) {
        database.transaction(() -> notifications.givenUp(sequence, why, now));
    }

    /**
     * Deletes what is older than {@code limit}.
     *
     * @return notifications among it that never arrived
     */
    public int forgetBefore(Instant limit) {
        return database.transaction(() -> {
            alerts.forgetBefore(limit);
            incidents.forgetBefore(limit);
            return notifications.forgetBefore(limit);
        });
    }

    /** Notifications by status: HELD, PENDING, SENDING, SENT, GIVEN_UP. */
    public Map<String, Integer> countByStatus() {
        return database.read(notifications::countByStatus);
    }

    /** An alert as it stands; empty where it is not known. */
    public Optional<TrackedAlert> alert(String id) {
        return database.read(() -> alerts.find(id));
    }

    /** Incident of an alert; empty where the alert is not known. */
    public Optional<AlertIncident> incidentOf(Alert alert) {
        return database.read(() -> alerts.incident(alert.getId()));
    }

    /** True where an alert of a later attempt of its run is known. */
    public boolean knowsLaterAttempt(Alert alert) {
        return database.read(() -> alerts.knowsLaterAttempt(alert));
    }

    /** Receivers for which notifications wait, by name. */
    public List<String> openReceivers() {
        return database.read(notifications::openReceivers);
    }

    @Override
    public void close() {
        synchronized (database) {
            journal.close();
            storage.close();
        }
    }

    @Override
    public String toString() {
        return "Outbox(" + storage + ")";
    }
}
