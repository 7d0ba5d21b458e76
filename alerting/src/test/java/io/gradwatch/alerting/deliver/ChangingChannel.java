package io.gradwatch.alerting.deliver;

import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.schema.AlertState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A channel whose messages can be changed. */
final class ChangingChannel implements Notifier {

    final Deque<Delivery> answers = new ArrayDeque<>();
    final Deque<Delivery> refusals = new ArrayDeque<>();
    final List<Notification> refreshed = new ArrayList<>();
    private final Map<String, AlertState> states = new HashMap<>();

    @Override
    public Delivery send(Notification notification) {
        Delivery answer = answers.isEmpty() ? Delivery.delivered("ref-" + notification.sequence()) : answers.poll();
        if (answer instanceof Delivery.Delivered) {
            draw(notification);
        }
        return answer;
    }

    @Override
    public boolean refreshes() {
        return true;
    }

    @Override
    public Delivery refresh(Notification told) {
        if (!refusals.isEmpty()) {
            return refusals.poll();
        }
        refreshed.add(told);
        draw(told);
        return Delivery.delivered();
    }

    @Override
    public Duration minimumInterval() {
        return Duration.ofSeconds(1);
    }

    private void draw(Notification notification) {
        notification
                .latestChanges()
                .forEach(change ->
                        states.put(change.alert().getId(), change.alert().getState()));
    }

    List<AlertState> lastState() {
        return List.copyOf(states.values());
    }
}
