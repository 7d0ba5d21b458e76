package io.gradwatch.alerting.notify.slack;

import com.google.auto.service.AutoService;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** Makes Slack notifiers: from a webhook's {@code url}, or from a bot's {@code token} and its {@code channel}. */
@AutoService(NotifierFactory.class)
public final class SlackNotifierFactory implements NotifierFactory {

    /** Channel of a bot. */
    public static final ConfigKey<String> CHANNEL = ConfigKey.text(
                    "channel", null, "Id or name of the channel that the bot posts to.")
            .that(channel -> !channel.isBlank(), "that is not empty");

    /** Where Slack's Web API is. */
    public static final ConfigKey<URI> API_URL = new ConfigKey<>(
            "api-url",
            "an address such as https://slack.com/api/",
            URI.create("https://slack.com/api/"),
            "Where Slack's Web API is, for bots.",
            SlackNotifierFactory::folder);

    /** How long a request may take. */
    public static final ConfigKey<Duration> TIMEOUT = ConfigKey.duration(
            "timeout", Duration.ofSeconds(10), Duration.ofMillis(100), "How long one request may take, in all.");

    @Override
    public String kind() {
        return "slack";
    }

    @Override
    public Notifier create(ConfigSection section) {
        Secret url = section.secret("url");
        Secret token = section.secret("token");
        String channel = section.get(CHANNEL);
        URI apiUrl = section.get(API_URL);
        HttpPoster poster = new HttpPoster(section.get(TIMEOUT), Clock.systemUTC());
        check(section, url, token, channel);
        return url != null
                ? new SlackWebhookNotifier(url, poster)
                : new SlackBotNotifier(apiUrl, token, channel, poster);
    }

    private static void check(ConfigSection section, Secret url, Secret token, String channel) {
        if (url != null && token != null) {
            section.problem(
                    "token", "is given beside url; a receiver posts either to a webhook (url) or as a bot (token)");
        }
        if (url == null && token == null && !section.has("url_file") && !section.has("token_file")) {
            section.problem("url", "is missing; it must be the address of an incoming webhook, or token that of a bot");
        }
        if (url != null && !isWeb(url.reveal())) {
            section.problem(
                    "url", "was '<secret>' but must be an address such as https://hooks.slack.com/services/...");
        }
        if (token != null && !token.reveal().matches("[\\x21-\\x7e]+")) {
            section.problem("token", "was '<secret>' but must be a token such as xoxb-...");
        }
        if (token != null && channel == null) {
            section.problem("channel", "is missing; a bot needs the channel to post to");
        }
        if (url != null && channel != null) {
            section.problem("channel", "is given beside url; a webhook always posts to its own channel");
        }
    }

    private static boolean isWeb(String text) {
        try {
            return web(text).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static URI folder(String text) {
        return web(text.endsWith("/") ? text : text + "/");
    }

    private static URI web(String text) {
        URI address = URI.create(text);
        boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!web || address.getHost() == null) {
            throw new IllegalArgumentException("not a web address");
        }
        return address;
    }
}
