package io.gradwatch.alerting.deliver;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.outbox.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the notifications of one receiver: those of an incident in order, one at a time, no faster than the channel
 * allows.
 *
 * <p>After a failure that may pass the receiver rests, longer each time, or as long as it asked to; then another
 * incident's notification is tried first, so that one that never arrives holds up no other. While nothing is to be
 * sent, messages are brought up to date with what people do. Holds no thread.
 */
public final class DeliveryQueue {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryQueue.class);

    private final Receiver receiver;
    private final Outbox outbox;
    private final BackOff backOff;
    private final AlertingMetrics metrics;
    private final Clock clock;
    private final Supplier<Presentation> presentation;
    private final Optional<MessageFollower> follower;
    private Instant restsUntil = Instant.MIN;
    private int failuresInARow;
    private Outcome unrecorded;
    private volatile String trouble;

    /**
     * @param backOff how long to rest after failures
     * @param presentation what messages show beside their alerts at the moment
     */
    public DeliveryQueue(
            Receiver receiver,
            Outbox outbox,
            BackOff backOff,
            AlertingMetrics metrics,
            Clock clock,
            Supplier<Presentation> presentation) {
        this.presentation = presentation;
        this.receiver = receiver;
        this.outbox = outbox;
        this.backOff = backOff;
        this.metrics = metrics;
        this.clock = clock;
        this.follower = Optional.of(new MessageFollower(receiver, outbox, backOff, clock, presentation))
                .filter(ignored -> receiver.notifier().refreshes());
    }

    /** Notes that people did something about alerts, which messages that can be changed are to show. */
    public void peopleActed() {
        follower.ifPresent(MessageFollower::changed);
    }

    /**
     * Sends the next notification if it is time, and otherwise brings a message up to date.
     *
     * @return when to call again; empty when nothing waits
     * @throws InterruptedException when the service stops; the notification counts as perhaps arrived
     */
    public Optional<Instant> deliverNext() throws InterruptedException {
        recordOutcome();
        Optional<Instant> turn = outbox.nextAttempt(receiver.name()).map(this::notBeforeRest);
        if (turn.isEmpty() || turn.get().isAfter(clock.instant())) {
            return earlier(turn, follow());
        }
        Optional<Notification> next = outbox.take(receiver.name());
        if (next.isEmpty()) {
            return follow();
        }
        Instant started = clock.instant();
        Delivery delivery = send(next.get());
        restsUntil = started.plus(receiver.notifier().minimumInterval());
        unrecorded = new Outcome(next.get(), delivery);
        recordOutcome();
        return earlier(
                outbox.nextAttempt(receiver.name()).map(this::notBeforeRest),
                follower.flatMap(MessageFollower::nextTurn));
    }

    /** While the channel fails, its messages stay as they are. */
    private Optional<Instant> follow() throws InterruptedException {
        if (follower.isEmpty()) {
            return Optional.empty();
        }
        if (failuresInARow > 0 && clock.instant().isBefore(restsUntil)) {
            return Optional.of(restsUntil);
        }
        return follower.get().followNext();
    }

    private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
        return Stream.of(a, b).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** Trouble of the receiver: how the last attempt failed; empty when it did not. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private Delivery send(Notification notification) throws InterruptedException {
        if (notification.summary().isPresent() && !receiver.notifier().takesSummaries()) {
            return Delivery.rejected(FailureReason.CLIENT_ERROR, "the receiver takes no summaries, only alerts");
        }
        outbox.confirm();
        try {
            Notification ready = notification.sent(confirming(presentation.get()), clock.instant());
            return receiver.notifier().send(ready, outbox::confirm);
        } catch (RuntimeException e) {
            LOG.error(
                    "The notifier of receiver {} failed on notification {}",
                    receiver.name(),
                    notification.sequence(),
                    e);
            return Delivery.retry(FailureReason.INTERNAL_ERROR, e.getClass().getSimpleName());
        }
    }

    /** A picture may take its time, in which another instance may have begun to send: that is found out after it. */
    private Presentation confirming(Presentation shown) {
        return shown.with(shown.page(), alert -> {
            Optional<Picture> picture = shown.pictures().of(alert);
            outbox.confirm();
            return picture;
        });
    }

    /** Where the outbox fails, the outcome is kept and recorded before anything else is sent. */
    private void recordOutcome() {
        if (unrecorded != null) {
            record(unrecorded.sent(), unrecorded.delivery());
            unrecorded = null;
        }
    }

    private void record(Notification sent, Delivery delivery) {
        long sequence = sent.sequence();
        if (delivery instanceof Delivery.Delivered delivered) {
            outbox.sent(sequence, delivered.reference(), clock.instant());
            follower.ifPresent(messages -> messages.arrived(sent));
            metrics.add(Count.DELIVERED, 1);
            countDelays(sent);
            failuresInARow = 0;
            trouble = null;
        } else if (delivery instanceof Delivery.Retry retry) {
            retry(sent, retry);
        } else if (delivery instanceof Delivery.Rejected rejected) {
            outbox.givenUp(sequence, rejected, clock.instant());
            metrics.add(Count.REJECTIONS, 1, rejected.reason().label());
            trouble = "receiver " + receiver.name() + " rejected notification " + sequence + " ("
                    + rejected.reason().label() + "): " + rejected.detail();
            LOG.error("The {}; it is given up", trouble);
        }
    }

    /** Repeats, and changes that a log said before it was watched, come late for another reason. */
    private void countDelays(Notification sent) {
        Instant now = clock.instant();
        for (AlertChange change : sent.group().changes()) {
            boolean repeat = change.kind() == AlertChange.Kind.STILL_FIRING;
            if (!repeat && !change.alert().getBacklog()) {
                Instant changed = Instant.ofEpochMilli(change.alert().getRaisedTimeMillis());
                metrics.deliveredAfter(receiver.name(), Duration.between(changed, now));
            }
        }
    }

    private void retry(Notification sent, Delivery.Retry retry) {
        int failures = failuresInARow + 1;
        Instant now = clock.instant();
        Duration rest = later(retry.after().orElse(Duration.ZERO), backOff.after(failures));
        Duration wait = later(rest, backOff.after(sent.attempts() + 1));
        outbox.retry(sent.sequence(), retry, now.plus(wait));
        metrics.add(Count.RETRIES, 1, retry.reason().label());
        failuresInARow = failures;
        Instant rested = now.plus(rest);
        restsUntil = rested.isAfter(restsUntil) ? rested : restsUntil;
        trouble = "receiver " + receiver.name() + " failed " + failuresInARow + " times in a row ("
                + retry.reason().label() + "): " + retry.detail();
        LOG.warn("The {}; notification {} is sent again in {} ms", trouble, sent.sequence(), wait.toMillis());
    }

    private Instant notBeforeRest(Instant attempt) {
        return attempt.isAfter(restsUntil) ? attempt : restsUntil;
    }

    private static Duration later(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Outcome of an attempt. */
    private record Outcome(Notification sent, Delivery delivery) {}
}
