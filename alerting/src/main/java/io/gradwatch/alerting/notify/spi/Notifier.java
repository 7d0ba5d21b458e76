package io.gradwatch.alerting.notify.spi;

import java.time.Duration;
import java.util.Optional;

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

    /**
     * Sends one notification by several requests, which may take long.
     *
     * @param confirm called before each request after the first; throws where another instance may send by now
     */
    default Delivery send(Notification notification, Runnable confirm) throws InterruptedException {
        return send(notification);
    }

    /** Connection over which the channel says what people do in it; empty where it says nothing. */
    default Optional<ActionSource> actionSource() {
        return Optional.empty();
    }

    /** True where a message can be brought up to date by {@link #refresh}. */
    default boolean refreshes() {
        return false;
    }

    /**
     * Brings the message of an incident up to date with what people did about its alerts, without telling anybody.
     *
     * @param told the last notification of the incident that arrived
     * @return how it went; what may work later is tried again, what never will is left as it is
     */
    default Delivery refresh(Notification told) throws InterruptedException {
        return Delivery.delivered();
    }

    /**
     * The same by several requests.
     *
     * @param confirm called before each request after the first; throws where another instance may send by now
     */
    default Delivery refresh(Notification told, Runnable confirm) throws InterruptedException {
        return refresh(told);
    }

    /** True where the channel takes summaries of the fleet; services on call take alerts alone. */
    default boolean takesSummaries() {
        return true;
    }

    /** Least time between two messages that the channel allows. */
    default Duration minimumInterval() {
        return Duration.ZERO;
    }
}
