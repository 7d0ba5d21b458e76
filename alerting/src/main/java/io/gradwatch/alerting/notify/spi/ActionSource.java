package io.gradwatch.alerting.notify.spi;

import java.util.Set;

/**
 * Connection over which a channel says what people do in it. Receivers whose sources are equal share one: a service may
 * tell each event to only one of several connections.
 */
public interface ActionSource {

    /**
     * Begins to take what people do; does not wait for the channel.
     *
     * @param receivers names of the receivers that share it
     * @param actions what they can do
     * @return ends it
     */
    AutoCloseable open(Set<String> receivers, AlertActions actions);
}
