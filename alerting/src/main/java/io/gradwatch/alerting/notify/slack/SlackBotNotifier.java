package io.gradwatch.alerting.notify.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.IncidentCause;
import io.gradwatch.alerting.group.RunKey;
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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Posts as a bot. The first message of an incident opens a thread ({@code chat.postMessage}). Later ones bring that
 * message up to date ({@code chat.update}) and reply to it with what is new; an alert that turns critical is shown in
 * the channel as well, unless other runs have its cause.
 */
final class SlackBotNotifier implements Notifier {

    private final URI postAddress;
    private final URI updateAddress;
    private final Secret token;
    private final String channel;
    private final HttpPoster poster;

    /**
     * @param apiUrl of the Web API, with a slash at its end
     * @param channel id or name of the channel
     */
    SlackBotNotifier(URI apiUrl, Secret token, String channel, HttpPoster poster) {
        this.postAddress = apiUrl.resolve("chat.postMessage");
        this.updateAddress = apiUrl.resolve("chat.update");
        this.token = token;
        this.channel = channel;
        this.poster = poster;
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        Optional<SlackReference> thread = notification.thread().flatMap(SlackReference::of);
        if (thread.isPresent()) {
            Delivery updated = update(notification, thread.get());
            if (updated instanceof Delivery.Retry) {
                // To update again changes nothing, so that the reply may be tried together with it.
                return updated;
            }
        }
        HttpAnswer answer = post(notification, thread);
        return SlackAnswer.delivery(SlackAnswer.threadIsGone(answer) ? post(notification, Optional.empty()) : answer);
    }

    /** A message that cannot be updated any more stays as it is: what is new is told in the reply all the same. */
    private Delivery update(Notification notification, SlackReference first) throws InterruptedException {
        if (first.channel().isEmpty()) {
            return Delivery.delivered();
        }
        ObjectNode body = SlackMessage.of(Message.whole(notification))
                .put("channel", first.channel())
                .put("ts", first.ts());
        return SlackAnswer.delivery(send(updateAddress, body));
    }

    private HttpAnswer post(Notification notification, Optional<SlackReference> thread) throws InterruptedException {
        ObjectNode body = SlackMessage.of(Message.of(notification)).put("channel", channel);
        thread.ifPresent(first -> {
            body.put("thread_ts", first.ts());
            body.put("reply_broadcast", isAlarm(notification));
        });
        return send(postAddress, body);
    }

    private HttpAnswer send(URI address, ObjectNode body) throws InterruptedException {
        return poster.post(address, body.toString(), Map.of("Authorization", "Bearer " + token.reveal()));
    }

    /** More runs with a cause that the channel knows are counted in its message; anything else critical is shown. */
    private static boolean isAlarm(Notification notification) {
        Set<RunKey> told = notification.group().runs();
        Set<IncidentCause> ofOtherRuns = notification.standing().stream()
                .map(AlertChange::alert)
                .filter(alert -> !told.contains(RunKey.of(alert)))
                .map(IncidentCause::of)
                .collect(Collectors.toSet());
        return notification.group().changes().stream()
                .anyMatch(change -> turnsCritical(change) && !ofOtherRuns.contains(IncidentCause.of(change.alert())));
    }

    private static boolean turnsCritical(AlertChange change) {
        return change.severity() == Severity.CRITICAL
                && (change.kind() == AlertChange.Kind.FIRED
                        || change.kind() == AlertChange.Kind.ESCALATED
                        || change.kind() == AlertChange.Kind.FIRED_AND_ENDED);
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
