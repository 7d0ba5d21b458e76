package io.gradwatch.alerting.notify.slack;

import java.util.Optional;

/**
 * A message that Slack took.
 *
 * @param channel id of its channel, by which alone it can be updated; empty where Slack did not answer it
 * @param ts id of the message in the channel
 */
record SlackReference(String channel, String ts) {

    /** Reads {@link #text}. */
    static Optional<SlackReference> of(String text) {
        int colon = text.indexOf(':');
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new SlackReference(text.substring(0, Math.max(0, colon)), text.substring(colon + 1)));
    }

    /** The reference as the outbox keeps it; empty where there is no message. */
    String text() {
        return ts.isEmpty() || channel.isEmpty() ? ts : channel + ":" + ts;
    }
}
