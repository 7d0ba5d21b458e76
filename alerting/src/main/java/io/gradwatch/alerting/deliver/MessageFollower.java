package io.gradwatch.alerting.deliver;

import io.gradwatch.alerting.notify.spi.AlertStatus;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.outbox.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages that a channel can change up to date with what people do about their alerts: one that was
 * acknowledged says so. After a start all that say something are brought up to date once. What fails is tried again
 * after a rest, longer each time, or as long as the channel asked for. Holds no thread; called by the one that
 * delivers, so that of two states of a message the newer is written last.
 */
final class MessageFollower {

    private static final Logger LOG = LoggerFactory.getLogger(MessageFollower.class);

    /** Time in which further changes are waited for: one press may write many. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    /** Slack takes 50 updates a minute (docs.slack.dev/reference/methods/chat.update, Tier 3). */
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(1_200);

    /** Alerts of one message by which a change is noticed, the latest. Own choice. */
    private static final int MOST_ALERTS = 200;

    private final Receiver receiver;
    private final Outbox outbox;
    private final BackOff backOff;
    private final Clock clock;
    private final Supplier<Presentation> presentation;
    private final Map<String, String> shown = new HashMap<>();
    private final Deque<String> due = new ArrayDeque<>();
    private final AtomicReference<Instant> changedAt = new AtomicReference<>(Instant.EPOCH);
    private Instant restsUntil = Instant.MIN;
    private int failuresInARow;

    /**
     * @param backOff how long to rest after failures
     * @param presentation what messages show beside their alerts at the moment
     */
    MessageFollower(
            Receiver receiver, Outbox outbox, BackOff backOff, Clock clock, Supplier<Presentation> presentation) {
        this.receiver = receiver;
        this.outbox = outbox;
        this.backOff = backOff;
        this.clock = clock;
        this.presentation = presentation;
    }

    /** Notes that people did something. */
    void changed() {
        changedAt.compareAndSet(null, clock.instant());
    }

    /** Notes that a message arrived: what people did about its alerts before is to be seen in the channel, too. */
    void arrived(Notification told) {
        Presentation now = presentation.get();
        boolean acted = told.group().changes().stream()
                .map(change -> now.statuses().apply(change.alert()))
                .anyMatch(status -> !status.equals(AlertStatus.NONE));
        if (acted) {
            changed();
        }
    }

    /**
     * Brings one message up to date if it is time.
     *
     * @return when to call again; empty until something changes
     */
    Optional<Instant> followNext() throws InterruptedException {
        lookForChanges();
        if (!due.isEmpty() && !clock.instant().isBefore(restsUntil)) {
            refreshNext();
        }
        return nextTurn();
    }

    /** When to call again; empty until something changes. */
    Optional<Instant> nextTurn() {
        Optional<Instant> look = Optional.ofNullable(changedAt.get()).map(since -> since.plus(SETTLING));
        return due.isEmpty() || look.filter(at -> at.isBefore(restsUntil)).isPresent() ? look : Optional.of(restsUntil);
    }

    /** The message is read when its turn comes: it may have changed since it was queued. */
    private void refreshNext() throws InterruptedException {
        while (!due.isEmpty()) {
            String incident = due.remove();
            Optional<Notification> told = outbox.notified().message(receiver.name(), incident);
            if (told.isPresent()) {
                restsUntil = clock.instant().plus(interval());
                note(incident, refresh(told.get()));
                return;
            }
        }
    }

    private Delivery refresh(Notification told) throws InterruptedException {
        outbox.confirm();
        try {
            return receiver.notifier().refresh(told.sent(presentation.get(), clock.instant()), outbox::confirm);
        } catch (RuntimeException e) {
            LOG.error("The notifier of receiver {} failed on a message that it was to change", receiver.name(), e);
            return Delivery.rejected(FailureReason.INTERNAL_ERROR, e.getClass().getSimpleName());
        }
    }

    /** One that failed has its next turn after the others. */
    private void note(String incident, Delivery delivery) {
        if (delivery instanceof Delivery.Retry retry) {
            failuresInARow++;
            Duration rest = longer(retry.after().orElse(Duration.ZERO), backOff.after(failuresInARow));
            restsUntil = later(restsUntil, clock.instant().plus(rest));
            due.addLast(incident);
            LOG.warn("A message to receiver {} is not up to date: {}", receiver.name(), retry.detail());
            return;
        }
        failuresInARow = 0;
        if (delivery instanceof Delivery.Rejected rejected) {
            LOG.warn("A message to receiver {} stays as it is: {}", receiver.name(), rejected.detail());
        }
    }

    /** Messages to bring up to date, that of the latest change first. */
    private void lookForChanges() {
        Instant since = changedAt.get();
        if (since == null || clock.instant().isBefore(since.plus(SETTLING))) {
            return;
        }
        changedAt.set(null);
        Presentation now = presentation.get();
        Map<String, String> current = new HashMap<>();
        for (String incident : outbox.notified().incidents(receiver.name())) {
            String status = status(incident, now);
            current.put(incident, status);
            if (!status.equals(shown.getOrDefault(incident, ""))) {
                due.remove(incident);
                due.addFirst(incident);
            }
        }
        shown.clear();
        shown.putAll(current);
    }

    /** Statuses of the alerts that a message is about, as a text; empty where nobody has done anything. */
    private String status(String incident, Presentation now) {
        return outbox.notified().latest(receiver.name(), incident, MOST_ALERTS).stream()
                .map(now.statuses())
                .filter(status -> !status.equals(AlertStatus.NONE))
                .map(AlertStatus::toString)
                .collect(Collectors.joining("\n"));
    }

    private Duration interval() {
        return longer(receiver.notifier().minimumInterval(), LEAST_INTERVAL);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
