package io.gradwatch.alerting.notify.slack;

import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.spi.ActionSource;
import io.gradwatch.alerting.notify.spi.AlertActions;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * Slack app with Socket Mode. Slack gives each event to one of the connections of an app, whichever that is
 * (docs.slack.dev/apis/events-api/using-socket-mode, section "Using multiple connections"), so that an app has one for
 * all its receivers.
 *
 * @param api address of the Web API, with a slash at its end
 * @param token app-level, with the scope {@code connections:write}
 */
record SlackApp(URI api, Secret token) implements ActionSource {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Longest time without a word from Slack before it is asked for one. Own choice. */
    private static final Duration QUIET = Duration.ofSeconds(30);

    @Override
    public SlackSocket open(Set<String> receivers, AlertActions actions) {
        return open(receivers, actions, QUIET);
    }

    /** @param quiet longest time without a word from Slack before it is asked for one; after twice that it is gone */
    SlackSocket open(Set<String> receivers, AlertActions actions, Duration quiet) {
        SlackButtons buttons = new SlackButtons(receivers, actions);
        return new SlackSocket(this, new HttpPoster(TIMEOUT, Clock.systemUTC()), buttons, quiet).start();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlackApp app
                && api.equals(app.api)
                && token.reveal().equals(app.token.reveal());
    }

    @Override
    public int hashCode() {
        return 31 * api.hashCode() + token.reveal().hashCode();
    }

    @Override
    public String toString() {
        return "SlackApp(" + api.getHost() + ")";
    }
}
