package io.gradwatch.alerting.notify.spi;

import java.time.Duration;

/**
 * Actions of people in a channel on the alerts of an incident that a receiver was told of. Each call answers with a
 * sentence for the person; it looks the incident up, so that what a channel sends back need not be trusted, and never
 * throws.
 */
public interface AlertActions {

    /** Answer where nothing is known of the message. */
    String UNKNOWN = "Gradwatch does not know this alert any more.";

    /** Acknowledges the alerts that fire, as the message shows them: not what turned worse after it. */
    String acknowledge(SentMessage message, Person person);

    /** Silences the alerts that fire, and those of their runs and classes that come. */
    String silence(SentMessage message, Duration length, Person person);

    /** Notes the person's vote whether it was useful to be told. */
    String vote(SentMessage message, boolean useful, Person person);

    /**
     * A message as a person saw it.
     *
     * @param receiver name of the receiver that was told
     * @param incident that it is about
     * @param sequence number of the last notification that it shows
     */
    record SentMessage(String receiver, String incident, long sequence) {}

    /**
     * Author of an action.
     *
     * @param name as the channel says it
     * @param via the channel, such as slack
     */
    record Person(String name, String via) {}
}
