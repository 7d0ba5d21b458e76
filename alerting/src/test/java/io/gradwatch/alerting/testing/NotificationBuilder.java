package io.gradwatch.alerting.testing;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Presentation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Builds a notification that differs from another one in some parts. */
public final class NotificationBuilder {

    private final Notification from;
    private long sequence;
    private AlertGroup group;
    private List<AlertChange> latestChanges;
    private Instant createdAt;
    private Optional<String> thread;
    private int attempts;
    private Presentation presentation;
    private Duration unacknowledged;

    private NotificationBuilder(Notification from) {
        this.from = from;
        sequence = from.sequence();
        group = from.group();
        latestChanges = from.latestChanges();
        createdAt = from.createdAt();
        thread = from.thread();
        attempts = from.attempts();
        presentation = from.presentation();
        unacknowledged = from.unacknowledged();
    }

    /** Starts with all parts of a notification. */
    public static NotificationBuilder from(Notification notification) {
        return new NotificationBuilder(notification);
    }

    public NotificationBuilder sequence(long number) {
        sequence = number;
        return this;
    }

    public NotificationBuilder incident(String incident) {
        group = new AlertGroup(incident, group.changes());
        return this;
    }

    public NotificationBuilder latestChanges(List<AlertChange> changes) {
        latestChanges = changes;
        return this;
    }

    public NotificationBuilder createdAt(Instant at) {
        createdAt = at;
        return this;
    }

    public NotificationBuilder thread(String reference) {
        thread = Optional.of(reference);
        return this;
    }

    /** One earlier attempt of which nobody knows whether it arrived. */
    public NotificationBuilder maybeRepeated() {
        attempts = 1;
        return this;
    }

    public NotificationBuilder presentation(Presentation shown) {
        presentation = shown;
        return this;
    }

    public NotificationBuilder unacknowledged(Duration time) {
        unacknowledged = time;
        return this;
    }

    public Notification build() {
        return new Notification(
                sequence,
                from.receiver(),
                group,
                latestChanges,
                createdAt,
                thread,
                attempts,
                attempts > 0 || from.maybeRepeated(),
                presentation,
                from.sentAt(),
                unacknowledged,
                from.summary());
    }
}
