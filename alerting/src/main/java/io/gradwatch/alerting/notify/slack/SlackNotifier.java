package io.gradwatch.alerting.notify.slack;

import com.google.auto.service.AutoService;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.http.HttpSettings;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.owner.Owners;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Posts to an incoming webhook. It answers no message id, so there are no threads. */
record SlackNotifier(Secret url, HttpPoster poster) implements Notifier {

    /** Slack allows one message a second (docs.slack.dev/apis/web-api/rate-limits). */
    static final Duration MINIMUM_INTERVAL = Duration.ofSeconds(1);

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        String body = SlackMessage.of(Message.of(notification)).toString();
        return poster.send("POST", URI.create(url.reveal()), body, Map.of()).delivery();
    }

    @Override
    public Duration minimumInterval() {
        return MINIMUM_INTERVAL;
    }

    @Override
    public String toString() {
        return "SlackNotifier";
    }

    /** Makes Slack notifiers: from a webhook's {@code url}, or from a bot's {@code token} and its {@code channel}. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        /** Channel of a bot. */
        public static final ConfigKey<String> CHANNEL = ConfigKey.text(
                        "channel", null, "Id or name of the channel that the bot posts to.")
                .that(channel -> !channel.isBlank(), "that is not empty");

        /** Address of Slack's Web API. */
        public static final ConfigKey<URI> API_URL = HttpSettings.api(
                "api-url",
                "https://slack.com/api/",
                URI.create("https://slack.com/api/"),
                "Where Slack's Web API is, for bots.");

        /** Mentions of owners. */
        public static final ConfigKey<Boolean> MENTION_OWNER = ConfigKey.flag(
                "mention-owner",
                false,
                "Whether a bot mentions the owner of a run in the thread, by the owner's mail address.");

        @Override
        public String kind() {
            return "slack";
        }

        @Override
        public Notifier create(ConfigSection section) {
            return create(section, Owners.NONE);
        }

        @Override
        public Notifier create(ConfigSection section, Owners owners) {
            Secret url = HttpSettings.secretUrl(section, "https://hooks.slack.com/services/...");
            Secret token = HttpSettings.token(section, "xoxb-...");
            String channel = section.get(CHANNEL);
            URI apiUrl = section.get(API_URL);
            HttpPoster poster = HttpSettings.poster(section);
            boolean mentionOwner = section.get(MENTION_OWNER);
            Secret appToken = HttpSettings.secret(section, "app-token", "xapp-...");
            if (url != null && appToken != null) {
                section.problem("app-token", "is given beside url; a webhook has no buttons");
            }
            check(section, url, token, channel);
            if (url != null && mentionOwner) {
                section.problem(MENTION_OWNER.name(), "is given beside url; a webhook cannot look up who an owner is");
            }
            if (url != null) {
                return new SlackNotifier(url, poster);
            }
            SlackReplies replies = replies(
                    apiUrl, token, HttpSettings.poster(section), mentionOwner ? Optional.of(owners) : Optional.empty());
            return new SlackBotNotifier(apiUrl, token, channel, poster, replies, Optional.ofNullable(appToken));
        }

        private static SlackReplies replies(URI apiUrl, Secret token, HttpPoster poster, Optional<Owners> mentioned) {
            Clock clock = Clock.systemUTC();
            SlackSideCalls calls = new SlackSideCalls(apiUrl, token, poster, clock);
            return new SlackReplies(calls, mentioned.map(owners -> new SlackOwners(calls, owners, clock)));
        }

        private static void check(ConfigSection section, Secret url, Secret token, String channel) {
            if (url != null && token != null) {
                section.problem(
                        "token", "is given beside url; a receiver posts either to a webhook (url) or as a bot (token)");
            }
            if (token == null && !section.has("token_file")) {
                HttpSettings.require(url, section, "url", "the address of an incoming webhook, or token that of a bot");
            }
            if (token != null && channel == null) {
                section.problem("channel", "is missing; a bot needs the channel to post to");
            }
            if (url != null && channel != null) {
                section.problem("channel", "is given beside url; a webhook always posts to its own channel");
            }
        }
    }
}
