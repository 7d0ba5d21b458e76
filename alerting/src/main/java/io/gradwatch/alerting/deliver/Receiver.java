package io.gradwatch.alerting.deliver;

import io.gradwatch.alerting.notify.spi.Notifier;

/**
 * A configured channel.
 *
 * @param name name in the routes
 * @param notifier how it is told
 */
public record Receiver(String name, Notifier notifier) {}
