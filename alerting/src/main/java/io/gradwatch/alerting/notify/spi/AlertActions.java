package io.gradwatch.alerting.notify.spi;

import java.time.Duration;

/**
 * Actions of people in a channel on the alerts of an incident that a receiver was told of. Each call answers with a
 * sentence for the person; it looks the incident up, so that what a channel sends back need not be trusted, and never
 * throws.
 */
public interface AlertActions {

    /** Acknowledges the alerts that fire. */
    String acknowledge(String receiver, String incident, Person person);

    /** Silences the alerts that fire, and those of their runs and classes that come. */
    String silence(String receiver, String incident, Duration length, Person person);

    /** Notes the person's vote whether it was useful to be told. */
    String vote(String receiver, String incident, boolean useful, Person person);

    /**
     * Author of an action.
     *
     * @param name as the channel says it
     * @param via the channel, such as slack
     */
    record Person(String name, String via) {}
}
