package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.AlertChange;
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
import io.gradwatch.alerting.summary.Summary;
import io.gradwatch.schema.Alert;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
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
    private final ToldTable told;
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
        this.told = new ToldTable(database, notifications);
        this.held = new HeldNotifications(database, notifications, alerts);
        this.escalations = new EscalationTable(database);
        this.summaries = new SummaryTable(database);
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
    public synchronized Map<Integer, Long> positions() {
        return database.read(positions::all);
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
    public synchronized Accepted accept(List<Alert> transitions, Map<Integer, Long> next, Instant now) {
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
    public synchronized void restore(Grouping grouping) {
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
    public synchronized int enqueue(AlertGroup group, List<Share> shares, Instant now) {
        return database.transaction(() -> {
            int added = held.add(shares, now);
            alerts.settled(group);
            incidents.notified(
                    group.incident(), incidents.notifiedTimes(group.incident()).after(group, now));
            return added;
        });
    }

    /** When the receiver was last told of an incident; empty where it never was, or that is forgotten. */
    public synchronized Optional<Instant> lastTold(String receiver, String incident) {
        return database.read(() -> notifications.lastTold(receiver, incident));
    }

    /** When a notification that waits for the end of a time interval is to be released; empty when none does. */
    public synchronized Optional<Instant> nextRelease() {
        return database.read(held::next);
    }

    /**
     * Lets notifications go to their channels whose time interval is over; those of silenced alerts stay.
     *
     * @param wanted true where a route leads from a change to a receiver by now
     */
    public synchronized HeldNotifications.Released release(
            Instant now, Predicate<Alert> silenced, Instant silencedUntil, BiPredicate<String, AlertChange> wanted) {
        return database.transaction(() -> held.release(now, silenced, silencedUntil, wanted));
    }

    /**
     * Brings held notifications forward to when their receivers are told of the changes by now, where that is earlier.
     */
    public synchronized void bringForward(BiFunction<String, AlertChange, Instant> toldAt) {
        database.transaction(() -> held.bringForward(toldAt));
    }

    /** True where a change of an alert waits for the end of a time interval before the receiver is told. */
    public synchronized boolean holds(String receiver, String alertId) {
        return database.read(() -> held.holds(receiver, alertId));
    }

    /** Alerts that escalate, by id. */
    public synchronized Map<String, RunningEscalation> escalations() {
        return database.read(escalations::all);
    }

    /**
     * Notes how far alerts are escalated, and queues what the receivers of the next level are told.
     *
     * @return notifications that were added
     */
    public synchronized int escalate(Map<String, RunningEscalation> advanced, List<Share> shares, Instant now) {
        return database.transaction(() -> {
            escalations.set(advanced);
            return held.add(shares, now);
        });
    }

    /** Notes that alerts escalate no more. */
    public synchronized void endEscalations(Collection<String> alertIds) {
        database.transaction(() -> escalations.end(alertIds));
    }

    /** Notes that a group is settled: as if it were told, without a notification. */
    public synchronized void settle(AlertGroup group) {
        database.transaction(() -> alerts.settled(group));
    }

    /**
     * Takes changes out of the notifications that wait, of alerts that are silenced now, as if they had never been
     * told. Where a receiver may have got one already, the others get it too.
     *
     * @return the alerts, as they stand then
     */
    public synchronized List<TrackedAlert> takeBack(Predicate<Alert> silenced) {
        return database.transaction(() -> new Withdrawals(database, alerts).takeBack(silenced));
    }

    /** Time up to which each schedule of summaries was seen to, by its name. */
    public synchronized Map<String, Instant> summariesSeenTo() {
        return database.read(summaries::seenTo);
    }

    /** Notes that a schedule of summaries is seen to up to a time. */
    public synchronized void seeSummaries(String schedule, Instant to) {
        database.transaction(() -> summaries.see(schedule, to));
    }

    /**
     * Queues the summary of a schedule that was due, unless that was done.
     *
     * @return notifications that were added
     */
    public synchronized int summarize(
            String schedule, Instant due, Summary summary, List<String> receivers, Instant now) {
        return database.transaction(() -> summaries.add(schedule, due, summary, receivers, now));
    }

    /** Time from which the receiver's next notification may be sent; empty when none waits. */
    public synchronized Optional<Instant> nextAttempt(String receiver) {
        return database.read(() -> notifications.nextAttempt(receiver));
    }

    /** The receiver's next notification, marked as on its way; empty when none waits. */
    public synchronized Optional<Notification> take(String receiver) {
        return database.transaction(() -> notifications.take(receiver));
    }

    /**
     * Makes sure, right before a notification goes out, that no other instance has taken over since it was taken.
     *
     * @throws OutboxException when one has, or transactions take so long that nobody can be sure
     */
    public synchronized void confirm() {
        database.confirmLead();
    }

    /** Notes that a notification arrived. */
    public void sent(long sequence, String reference, Instant now) {
        journal.note(new SentJournal.Entry(sequence, NotificationTable.shortened(reference), now));
        commitSent(sequence, reference, now);
        journal.committed();
    }

    private synchronized void commitSent(long sequence, String reference, Instant now) {
        database.transaction(() -> notifications.sent(sequence, NotificationTable.shortened(reference), now));
    }

    /** Notes that a notification is to be sent again, not before {@code nextAttempt}. */
    public synchronized void retry(long sequence, Delivery.Retry why, Instant nextAttempt) {
        database.transaction(() -> notifications.retry(sequence, why, nextAttempt));
    }

    /** Notes that a notification was rejected. It stays in the file until the retention ends. */
    public synchronized void givenUp(long sequence, Delivery.Rejected why, Instant now) {
        database.transaction(() -> notifications.givenUp(sequence, why, now));
    }

    /**
     * Deletes what is older than {@code limit}.
     *
     * @return notifications among it that never arrived
     */
    public synchronized int forgetBefore(Instant limit) {
        return database.transaction(() -> {
            alerts.forgetBefore(limit);
            incidents.forgetBefore(limit);
            return notifications.forgetBefore(limit);
        });
    }

    /** Notifications by status: HELD, PENDING, SENDING, SENT, GIVEN_UP. */
    public synchronized Map<String, Integer> countByStatus() {
        return database.read(notifications::countByStatus);
    }

    /** An alert as it stands; empty where it is not known. */
    public synchronized Optional<TrackedAlert> alert(String id) {
        return database.read(() -> alerts.find(id));
    }

    /** Incident of an alert; empty where the alert is not known. */
    public synchronized Optional<AlertIncident> incidentOf(Alert alert) {
        return database.read(() -> alerts.incident(alert.getId()));
    }

    /** True where an alert of a later attempt of its run is known. */
    public synchronized boolean knowsLaterAttempt(Alert alert) {
        return database.read(() -> alerts.knowsLaterAttempt(alert));
    }

    /**
     * Alerts of an incident that a receiver was told of.
     *
     * @param sequence the last notification that counts
     * @param most how many, at most
     */
    public synchronized ToldAlerts toldAlerts(String receiver, String incident, long sequence, int most) {
        return database.read(() -> told.alerts(receiver, incident, sequence, most));
    }

    /** Incidents that are not over, of those that a receiver has a message of, the latest first. */
    public synchronized List<String> toldIncidents(String receiver) {
        return database.read(() -> told.incidents(receiver));
    }

    /** The latest alerts of an incident that a receiver was told of, as they stand now: {@code most} at most. */
    public synchronized List<Alert> latestTold(String receiver, String incident, int most) {
        return database.read(() -> told.latest(receiver, incident, most));
    }

    /**
     * The last notification of an incident that arrived; empty where there is no message of it, or where a newer
     * notification waits or is on its way, which brings it up to date.
     */
    public synchronized Optional<Notification> toldMessage(String receiver, String incident) {
        return database.read(() -> told.message(receiver, incident));
    }

    /** Receivers for which notifications wait, by name. */
    public synchronized List<String> openReceivers() {
        return database.read(notifications::openReceivers);
    }

    @Override
    public synchronized void close() {
        journal.close();
        storage.close();
    }

    @Override
    public String toString() {
        return "Outbox(" + storage + ")";
    }
}
