package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.notify.spi.Notification;

/**
 * A notification on its way.
 *
 * @param notification what to send
 * @param attempts earlier attempts to send it, 0 or more
 */
public record OutgoingNotification(Notification notification, int attempts) {}
