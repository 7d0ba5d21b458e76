package io.gradwatch.alerting.notify.http;

import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;

/** Sends the incidents of a notification to a service on call, an event for each. It takes no summaries. */
public interface OnCallNotifier extends Notifier {

    /** Events that the service has taken. */
    AlertEvents events();

    /** Sends an event of a notification, and waits for the answer. */
    Delivery send(Notification notification, AlertEvent event) throws InterruptedException;

    @Override
    default boolean takesSummaries() {
        return false;
    }

    @Override
    default Delivery send(Notification notification) throws InterruptedException {
        return send(notification, () -> {});
    }

    @Override
    default Delivery send(Notification notification, Runnable confirm) throws InterruptedException {
        return events().send(notification, confirm, event -> send(notification, event));
    }

    /** Acknowledges incidents, where {@link #refreshes} says that the service can. */
    @Override
    default Delivery refresh(Notification told, Runnable confirm) throws InterruptedException {
        return events().acknowledge(told, confirm, event -> send(told, event));
    }
}
