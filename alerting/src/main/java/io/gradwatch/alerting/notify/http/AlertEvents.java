package io.gradwatch.alerting.notify.http;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.IncidentAction;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sends an event for each alert of a notification, for a service that keeps an incident for each.
 *
 * <p>A notification that failed in its midst is sent again from where it failed: what the service took is remembered,
 * for {@value #MOST_REMEMBERED} events, so that a limit of its rate does not stop a long one for ever. After a restart
 * it is sent from its beginning; the service knows its events by {@link #key}, so that they change nothing. An event
 * that the service refuses holds up no other.
 */
public final class AlertEvents {

    private static final int MOST_REMEMBERED = 10_000;
    private static final int DIGEST_BYTES = 16;

    private final Map<String, Boolean> taken = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** Sends one event. */
    @FunctionalInterface
    public interface Event {
        /**
         * Sends the event of a change and waits for the answer.
         *
         * @param action {@link IncidentAction#OPEN} or {@link IncidentAction#CLOSE}
         */
        Delivery send(AlertChange change, IncidentAction action) throws InterruptedException;
    }

    /** Key by which a service knows the incident of an alert, over all its transitions. */
    public static String key(AlertChange change) {
        return "gradwatch-" + Sha256.hex(change.alert().getId(), DIGEST_BYTES);
    }

    /**
     * Sends the events that the service has not taken yet, and says how that went.
     *
     * @param confirm called before each event after the first; throws where another instance may send by now
     */
    public Delivery send(Notification notification, Runnable confirm, Event event) throws InterruptedException {
        Delivery result = Delivery.delivered();
        boolean first = true;
        for (AlertChange change : notification.group().changes()) {
            IncidentAction action = IncidentAction.of(change);
            String transition = notification.sequence() + "/" + change.alert().getRevision() + "/" + key(change);
            boolean wanted = action == IncidentAction.OPEN || action == IncidentAction.CLOSE;
            if (!wanted || taken.containsKey(transition)) {
                continue;
            }
            if (!first) {
                confirm.run();
            }
            first = false;
            Delivery delivery = event.send(change, action);
            if (delivery instanceof Delivery.Delivered) {
                taken.put(transition, true);
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
