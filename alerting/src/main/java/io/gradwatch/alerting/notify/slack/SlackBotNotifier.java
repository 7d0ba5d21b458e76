package io.gradwatch.alerting.notify.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.http.HttpAnswer;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.config.Secret;
import io.gradwatch.schema.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Posts as a bot with {@code chat.postMessage}. The first message of a run opens a thread and later ones reply to it;
 * one that turns critical is shown in the channel as well.
 */
final class SlackBotNotifier implements Notifier {

    private final URI address;
    private final Secret token;
    private final String channel;
    private final HttpPoster poster;

    /**
     * @param apiUrl of the Web API, with a slash at its end
     * @param channel id or name of the channel
     */
    SlackBotNotifier(URI apiUrl, Secret token, String channel, HttpPoster poster) {
        this.address = apiUrl.resolve("chat.postMessage");
        this.token = token;
        this.channel = channel;
        this.poster = poster;
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        HttpAnswer answer = post(notification, notification.thread());
        return SlackAnswer.delivery(SlackAnswer.threadIsGone(answer) ? post(notification, Optional.empty()) : answer);
    }

    private HttpAnswer post(Notification notification, Optional<String> thread) throws InterruptedException {
        ObjectNode body = SlackMessage.of(Message.of(notification)).put("channel", channel);
        thread.ifPresent(reference -> {
            body.put("thread_ts", reference);
            body.put(
                    "reply_broadcast",
                    notification.group().changes().stream().anyMatch(SlackBotNotifier::turnsCritical));
        });
        return poster.post(address, body.toString(), Map.of("Authorization", "Bearer " + token.reveal()));
    }

    private static boolean turnsCritical(AlertChange change) {
        return change.severity() == Severity.CRITICAL
                && (change.kind() == AlertChange.Kind.FIRED || change.kind() == AlertChange.Kind.ESCALATED);
    }

    @Override
    public Duration minimumInterval() {
        return SlackWebhookNotifier.MINIMUM_INTERVAL;
    }

    @Override
    public String toString() {
        return "SlackBotNotifier(" + channel + ")";
    }
}
