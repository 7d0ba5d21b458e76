package io.gradwatch.alerting.notify.http;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.message.Title;
import io.gradwatch.alerting.notify.spi.AlertStatus;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.IncidentAction;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.Alert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends an event for each alert of a notification, for a service that keeps incidents. Alerts of one cause have one
 * {@link #key}: the first opens the incident, the others join it, and it is closed once all of them are over.
 *
 * <p>A notification that failed in its midst is sent again from where it failed: what the service took is remembered,
 * for {@value #MOST_REMEMBERED} events, so that a limit of its rate does not stop a long one for ever. After a restart
 * it is sent from its beginning; the service knows its incidents by their keys, so that they change nothing. An event
 * that the service refuses holds up no other.
 */
public final class AlertEvents {

    private static final int MOST_REMEMBERED = 10_000;

    /** Reference of what the service took: acknowledgements of its alerts follow. */
    private static final Delivery TAKEN = Delivery.delivered("incidents");

    private final Map<String, Boolean> taken = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** Sends one event. */
    @FunctionalInterface
    public interface Sender {
        /** Sends an event to open, acknowledge or close an incident, and waits for the answer. */
        Delivery send(AlertEvent event) throws InterruptedException;
    }

    /** Key by which a service knows the incident of an alert, over all its transitions. */
    public static String key(String incident, Alert alert) {
        return IncidentKeys.of(incident, alert);
    }

    /**
     * Sends the events that the service has not taken yet, and says how that went.
     *
     * @param confirm called before each event after the first; throws where another instance may send by now
     */
    public Delivery send(Notification notification, Runnable confirm, Sender sender) throws InterruptedException {
        IncidentKeys keys = new IncidentKeys(notification);
        Map<String, List<AlertChange>> byKey = notification.group().changes().stream()
                .collect(Collectors.groupingBy(
                        change -> keys.of(change.alert()), LinkedHashMap::new, Collectors.toList()));
        Set<String> open = keys.open();
        Map<String, AlertEvent> events = new LinkedHashMap<>();
        byKey.forEach((key, changes) -> events(notification, key, changes, open.contains(key))
                .forEach(event -> events.put(transition(notification, event), event)));
        return sendAll(events, confirm, sender);
    }

    /** Events for an incident: each alert that opens it, or one that closes it. */
    private static List<AlertEvent> events(
            Notification notification, String key, List<AlertChange> changes, boolean open) {
        List<AlertChange> opening = of(changes, IncidentAction.OPEN);
        List<AlertChange> closing = of(changes, IncidentAction.CLOSE);
        List<AlertEvent> events = new ArrayList<>();
        for (AlertChange change : opening) {
            String title = Title.of(notification, change, opening);
            events.add(new AlertEvent(change, IncidentAction.OPEN, key, title, ""));
        }
        if (!open && !closing.isEmpty()) {
            AlertChange last = closing.get(0);
            events.add(new AlertEvent(last, IncidentAction.CLOSE, key, Title.of(notification, last, closing), ""));
        }
        return events;
    }

    private static List<AlertChange> of(List<AlertChange> changes, IncidentAction action) {
        return changes.stream()
                .filter(change -> IncidentAction.of(change) == action)
                .toList();
    }

    private static String transition(Notification notification, AlertEvent event) {
        Alert alert = event.change().alert();
        return notification.sequence() + "/" + alert.getRevision() + "/" + event.action() + "/" + alert.getId();
    }

    /**
     * Acknowledges the incidents of which all alerts that are not over are acknowledged by now.
     *
     * @param told the last notification of the incident that arrived
     * @param confirm called before each event after the first; throws where another instance may send by now
     */
    public Delivery acknowledge(Notification told, Runnable confirm, Sender sender) throws InterruptedException {
        IncidentKeys keys = new IncidentKeys(told);
        Map<String, List<AlertChange>> open = keys.known().stream()
                .filter(IncidentKeys::isOpen)
                .collect(Collectors.groupingBy(
                        change -> keys.of(change.alert()), LinkedHashMap::new, Collectors.toList()));
        Map<String, AlertEvent> events = new LinkedHashMap<>();
        open.forEach((key, changes) -> {
            List<AlertStatus> statuses = changes.stream()
                    .map(change -> told.presentation().statuses().apply(change.alert()))
                    .toList();
            if (statuses.stream().noneMatch(status -> status.acknowledgedBy().isEmpty())) {
                AlertChange first = changes.get(0);
                String by = statuses.get(0).acknowledgedBy();
                // Whoever joined the incident since is acknowledged anew.
                String joined = told.sequence() + "/" + key + "/acknowledged by " + by;
                events.put(
                        joined,
                        new AlertEvent(first, IncidentAction.ACKNOWLEDGE, key, Title.of(told, first, changes), by));
            }
        });
        return sendAll(events, confirm, sender);
    }

    private Delivery sendAll(Map<String, AlertEvent> events, Runnable confirm, Sender sender)
            throws InterruptedException {
        Delivery result = TAKEN;
        boolean first = true;
        for (Map.Entry<String, AlertEvent> event : events.entrySet()) {
            if (taken.containsKey(event.getKey())) {
                continue;
            }
            if (!first) {
                confirm.run();
            }
            first = false;
            Delivery delivery = sender.send(event.getValue());
            if (delivery instanceof Delivery.Delivered) {
                taken.put(event.getKey(), true);
            } else if (delivery instanceof Delivery.Rejected rejected
                    && rejected.reason() != FailureReason.AUTH_ERROR) {
                result = rejected;
            } else {
                return delivery;
            }
        }
        return result;
    }
}
