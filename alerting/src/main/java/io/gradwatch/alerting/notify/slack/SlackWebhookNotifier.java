package io.gradwatch.alerting.notify.slack;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.http.HttpAnswer;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Posts to an incoming webhook. It answers no message id, so there are no threads. */
final class SlackWebhookNotifier implements Notifier {

    /** Slack allows one message a second (docs.slack.dev/apis/web-api/rate-limits). */
    static final Duration MINIMUM_INTERVAL = Duration.ofSeconds(1);

    private final Secret url;
    private final HttpPoster poster;

    SlackWebhookNotifier(Secret url, HttpPoster poster) {
        this.url = url;
        this.poster = poster;
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        String body = SlackMessage.of(Message.of(notification)).toString();
        HttpAnswer answer = poster.post(URI.create(url.reveal()), body, Map.of());
        return answer.successful() ? Delivery.delivered() : answer.failureDelivery();
    }

    @Override
    public Duration minimumInterval() {
        return MINIMUM_INTERVAL;
    }

    @Override
    public String toString() {
        return "SlackWebhookNotifier";
    }
}
