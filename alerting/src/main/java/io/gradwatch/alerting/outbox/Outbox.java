package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.GroupTiming;
import io.gradwatch.alerting.group.Grouping;
import io.gradwatch.alerting.group.ToldTimes;
import io.gradwatch.alerting.group.TrackedAlert;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.schema.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known and what is still to be told, in one database file.
 *
 * <p>Every call that changes something is one transaction that is on the disk when the call returns. A notification is
 * marked as on its way before it is sent and as sent after, first in a journal and then here. Where a process ends
 * between its arrival and the journal, or the answer of the channel is lost, it is sent again and says so. An outbox
 * that lost transactions reads their alerts again, and may tell them twice; {@link #damage} says that. Thread-safe. All
 * methods throw {@link OutboxException} when the file fails.
 */
public final class Outbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int REASON_LENGTH = 500;

    private final OutboxFile file;
    private final Database database;
    private final AlertTable alerts;
    private final IncidentTable incidents;
    private final NotificationTable notifications;
    private final WaitingChanges waiting;
    private final SentJournal journal;
    private final IntakePositions positions;
    private final List<String> damage = new CopyOnWriteArrayList<>();
    private final Set<Integer> readAgain = ConcurrentHashMap.newKeySet();
    private boolean lost;

    private Outbox(OutboxFile file, SentJournal journal, Duration causeWindow) {
        this.file = file;
        this.journal = journal;
        this.database = new Database(file.connection(), file.mark());
        this.positions = new IntakePositions(database);
        this.incidents = new IncidentTable(database, causeWindow);
        this.alerts = new AlertTable(database, incidents);
        this.notifications = new NotificationTable(database);
        this.waiting = new WaitingChanges(database);
    }

    /** Opens the outbox in a folder, with the default {@link GroupTiming#CAUSE_WINDOW}. */
    public static Outbox open(Path folder) {
        return open(folder, GroupTiming.CAUSE_WINDOW);
    }

    /**
     * Opens the outbox in a folder, and makes both where they are missing.
     *
     * @param causeWindow for how long an incident takes in alerts of other runs with the same cause
     * @throws OutboxException when another process has it open, or it cannot be read
     */
    public static Outbox open(Path folder, Duration causeWindow) {
        OutboxFile file = OutboxFile.open(folder);
        try {
            Outbox outbox = new Outbox(file, SentJournal.open(folder), causeWindow);
            OutboxSchema.create(outbox.database);
            outbox.compareWith(file.mark().found());
            outbox.recover();
            return outbox;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Says what the file has lost since it was closed. */
    private void compareWith(long marked) {
        file.damage().ifPresent(this::damaged);
        // The transaction that makes the tables is in it already.
        long found = database.read(database::lastTransaction) - 1;
        if (found < marked) {
            damaged("the outbox " + file + " has lost the last " + (marked - found) + " of its " + marked
                    + " transactions; what they held is read again from the topic of alerts, and may be told twice");
        }
        if (found < marked || file.damage().isPresent()) {
            database.transaction(() -> {
                positions.lost(Math.max(0, marked - found));
                database.update("UPDATE transactions SET number = ?", Math.max(marked, found));
                return null;
            });
        }
        lost = database.read(positions::areLost);
    }

    private void damaged(String sentence) {
        LOG.error("{}", sentence);
        damage.add(sentence);
    }

    /** Damage found since it was opened: sentences for a person. */
    public List<String> damage() {
        return List.copyOf(damage);
    }

    /** True where it became an older one since it was closed, or earlier and no position was set since. */
    public boolean hasLost() {
        return lost;
    }

    /** Offset of the next record of each partition of the topic of alerts that was taken over. */
    public synchronized Map<Integer, Long> positions() {
        return database.read(positions::all);
    }

    /**
     * Notes that the outbox is older than what Kafka says was read of the topic of alerts. It is said once of each
     * partition, not at each connection until it has caught up.
     *
     * @param partition of the topic
     * @param records that are read again
     */
    public void readsAgain(int partition, long records) {
        if (readAgain.add(partition)) {
            damaged("the outbox " + file + " is " + records + " records of partition " + partition
                    + " older than what was read of the topic of alerts: they are read again, and may be told twice");
        }
    }

    private void recover() {
        database.transaction(() -> {
            for (SentJournal.Entry entry : journal.entries()) {
                notifications.sent(entry.sequence(), entry.reference(), entry.at());
            }
            notifications.recover();
            return null;
        });
        journal.clear();
    }

    /**
     * Takes over transitions, in order.
     *
     * @return the alerts that are news, as they stand then; transitions that were known, or older than what is known,
     *     are not among them
     */
    public List<TrackedAlert> accept(List<Alert> transitions, Instant now) {
        return accept(transitions, Map.of(), now);
    }

    /**
     * Takes over transitions, in order, and the place up to which the topic of alerts was read for them.
     *
     * @param next offset of the next record of each partition that they came from
     * @return as {@link #accept(List, Instant)}
     */
    public synchronized List<TrackedAlert> accept(List<Alert> transitions, Map<Integer, Long> next, Instant now) {
        return database.transaction(() -> {
            positions.set(next);
            List<TrackedAlert> news = new ArrayList<>();
            for (Alert alert : transitions) {
                alerts.accept(alert, now).ifPresent(news::add);
            }
            return news;
        });
    }

    /** Gives a fresh grouping what fires and what is still to be told. */
    public synchronized void restore(Grouping grouping) {
        database.read(() -> {
            Map<String, ToldTimes> times = incidents.all();
            Map<String, List<TrackedAlert>> byIncident = new LinkedHashMap<>();
            times.keySet().forEach(incident -> byIncident.put(incident, new ArrayList<>()));
            for (TrackedAlert alert : alerts.open()) {
                byIncident
                        .computeIfAbsent(alert.incident(), incident -> new ArrayList<>())
                        .add(alert);
            }
            byIncident.forEach((incident, open) ->
                    grouping.restore(incident, times.getOrDefault(incident, ToldTimes.NEVER), open));
            return null;
        });
    }

    /**
     * Notes that a group is told, and queues a notification for each receiver. Where one of the same incident still
     * waits, its changes join that one.
     *
     * @param group what is told
     * @param divided what each receiver is told
     * @return notifications that were added
     */
    public synchronized int tell(AlertGroup group, Map<String, AlertGroup> divided, Instant now) {
        return database.transaction(() -> {
            int added = 0;
            for (Map.Entry<String, AlertGroup> receiver : divided.entrySet()) {
                added += notifications.add(receiver.getKey(), receiver.getValue(), now) ? 1 : 0;
            }
            alerts.settled(group);
            incidents.told(
                    group.incident(), incidents.toldTimes(group.incident()).after(group, now));
            return added;
        });
    }

    /** Notes that a group is settled: as if it were told, without a notification. */
    public synchronized void settle(AlertGroup group) {
        database.transaction(() -> {
            alerts.settled(group);
            return null;
        });
    }

    /**
     * Takes changes out of the notifications that wait, of alerts that are silenced now, as if they had never been
     * told. Where a receiver may have got one already, the others get it too.
     *
     * @return the alerts, as they stand then
     */
    public synchronized List<TrackedAlert> takeBack(Predicate<Alert> silenced) {
        return database.transaction(() -> {
            List<TrackedAlert> back = new ArrayList<>();
            for (WaitingChanges.Waiting change : waiting.withdrawable()) {
                Optional<TrackedAlert> known = alerts.find(change.alertId());
                if (known.isPresent() && silenced.test(known.get().alert())) {
                    waiting.withdraw(change);
                    alerts.setTold(change.alertId(), change.before());
                    back.add(new TrackedAlert(
                            known.get().incident(),
                            known.get().alert(),
                            known.get().changedAt(),
                            change.before()));
                }
            }
            waiting.removeEmptyNotifications();
            return back;
        });
    }

    /** When the receiver's next notification may be sent; empty when none waits. */
    public synchronized Optional<Instant> nextAttempt(String receiver) {
        return database.read(() -> notifications.nextAttempt(receiver));
    }

    /** The receiver's next notification, marked as on its way; empty when none waits. */
    public synchronized Optional<OutgoingNotification> take(String receiver) {
        return database.transaction(() -> notifications.take(receiver));
    }

    /** Notes that a notification arrived. */
    public void sent(long sequence, String reference, Instant now) {
        journal.note(new SentJournal.Entry(sequence, shortened(reference), now));
        commitSent(sequence, reference, now);
        journal.committed();
    }

    private synchronized void commitSent(long sequence, String reference, Instant now) {
        database.transaction(() -> {
            notifications.sent(sequence, shortened(reference), now);
            return null;
        });
    }

    /** Notes that a notification is to be sent again, not before {@code nextAttempt}. */
    public synchronized void retry(long sequence, Delivery.Retry why, Instant nextAttempt) {
        database.transaction(() -> {
            notifications.retry(
                    sequence,
                    nextAttempt,
                    why.reason().mayHaveArrived(),
                    shortened(why.reason().label() + ": " + why.detail()));
            return null;
        });
    }

    /** Notes that a notification was rejected. It stays in the file until the retention ends. */
    public synchronized void givenUp(long sequence, Delivery.Rejected why, Instant now) {
        database.transaction(() -> {
            notifications.givenUp(sequence, shortened(why.reason().label() + ": " + why.detail()), now);
            return null;
        });
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

    /** Notifications by status: PENDING, SENDING, SENT, GIVEN_UP. */
    public synchronized Map<String, Integer> countByStatus() {
        return database.read(notifications::countByStatus);
    }

    /** Receivers for which notifications wait, by name. */
    public synchronized List<String> openReceivers() {
        return database.read(notifications::openReceivers);
    }

    @Override
    public synchronized void close() {
        journal.close();
        file.close();
    }

    @Override
    public String toString() {
        return "Outbox(" + file + ")";
    }

    private static String shortened(String text) {
        return text.length() <= REASON_LENGTH ? text : text.substring(0, REASON_LENGTH);
    }
}
