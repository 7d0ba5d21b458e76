package io.gradwatch.alerting.testing;

import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Keeps what it is sent and answers as told; delivers when told nothing. */
public final class RecordingNotifier implements Notifier {

    private final Duration minimumInterval;
    private final Deque<Delivery> answers = new ArrayDeque<>();
    private final List<Notification> attempts = new ArrayList<>();
    private final List<Notification> delivered = new ArrayList<>();

    private boolean takesSummaries = true;

    /** @param minimumInterval that it asks for */
    public RecordingNotifier(Duration minimumInterval) {
        this.minimumInterval = minimumInterval;
    }

    /** Takes no summaries from now on. */
    public synchronized RecordingNotifier forAlertsAlone() {
        takesSummaries = false;
        return this;
    }

    @Override
    public synchronized boolean takesSummaries() {
        return takesSummaries;
    }

    /** Answers the next attempts so, in this order. */
    public synchronized RecordingNotifier answering(Delivery... next) {
        answers.addAll(List.of(next));
        return this;
    }

    @Override
    public synchronized Delivery send(Notification notification) {
        attempts.add(notification);
        Delivery answer = answers.isEmpty() ? Delivery.delivered("ref-" + notification.sequence()) : answers.poll();
        if (answer instanceof Delivery.Delivered) {
            delivered.add(notification);
        }
        return answer;
    }

    @Override
    public Duration minimumInterval() {
        return minimumInterval;
    }

    /** All attempts, in order. */
    public synchronized List<Notification> attempts() {
        return List.copyOf(attempts);
    }

    /** Notifications that arrived, in order. */
    public synchronized List<Notification> delivered() {
        return List.copyOf(delivered);
    }
}
