package io.gradwatch.alerting.notify.spi;

import java.time.Duration;

/**
 * Tells people over one channel.
 *
 * <p>A notifier sends once and says how that went; when to send again is decided outside, once for all channels. One
 * thread calls it at a time. Building one opens no socket.
 */
public interface Notifier {

    /**
     * Sends one notification and waits for the answer, for a bounded time.
     *
     * @return how it went; no detail in it shows a secret
     * @throws InterruptedException when the service stops meanwhile
     */
    Delivery send(Notification notification) throws InterruptedException;

    /** Least time between two messages that the channel allows. */
    default Duration minimumInterval() {
        return Duration.ZERO;
    }
}
