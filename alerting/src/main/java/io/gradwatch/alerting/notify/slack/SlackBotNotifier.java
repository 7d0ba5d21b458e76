package io.gradwatch.alerting.notify.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.IncidentCause;
import io.gradwatch.alerting.group.RunKey;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.http.HttpAnswer;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.spi.ActionSource;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
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
 *
 * @param api address of the Web API, with a slash at its end
 * @param channel id or name of the channel
 * @param replies what is added to a thread later
 * @param appToken of Socket Mode, by which buttons work; empty for no buttons
 */
record SlackBotNotifier(
        URI api, Secret token, String channel, HttpPoster poster, SlackReplies replies, Optional<Secret> appToken)
        implements Notifier {

    /** Codes that pass (docs.slack.dev/reference/methods/chat.postMessage, section "Errors"). */
    private static final Set<String> RATE_LIMITED = Set.of("ratelimited", "rate_limited", "message_limit_exceeded");

    private static final Set<String> SERVER_ERRORS =
            Set.of("fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org");
    static final Set<String> AUTH_ERRORS = Set.of(
            "invalid_auth",
            "not_authed",
            "account_inactive",
            "token_expired",
            "token_revoked",
            "no_permission",
            "missing_scope",
            "not_allowed_token_type",
            "access_denied",
            "org_login_required",
            "ekm_access_denied");
    private static final Set<String> THREAD_ERRORS =
            Set.of("thread_not_found", "invalid_thread_ts", "cannot_reply_to_message");

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        Optional<Reference> thread = notification.thread().flatMap(Reference::of);
        if (thread.isPresent()) {
            Delivery updated = update(notification, thread.get());
            if (updated instanceof Delivery.Retry) {
                // To update again changes nothing, so that the reply may be tried together with it.
                return updated;
            }
        }
        HttpAnswer answer = post(notification, thread);
        if (isThreadGone(answer)) {
            thread = Optional.empty();
            answer = post(notification, thread);
        }
        Delivery delivery = delivery(answer);
        addReplies(notification, thread, delivery);
        return delivery;
    }

    private void addReplies(Notification notification, Optional<Reference> thread, Delivery delivery) {
        Optional<Reference> told = delivery instanceof Delivery.Delivered delivered
                ? Reference.of(delivered.reference())
                : Optional.empty();
        told.filter(message -> !message.channel().isEmpty())
                .ifPresent(message -> replies.add(
                        notification, message.channel(), thread.orElse(message).ts()));
    }

    /** A message that cannot be updated any more stays as it is: what is new is told in the reply all the same. */
    private Delivery update(Notification notification, Reference first) throws InterruptedException {
        if (first.channel().isEmpty()) {
            return Delivery.delivered();
        }
        ObjectNode body = withButtons(SlackMessage.of(Message.ofIncident(notification)), notification)
                .put("channel", first.channel())
                .put("ts", first.ts());
        return delivery(send("chat.update", body));
    }

    private HttpAnswer post(Notification notification, Optional<Reference> thread) throws InterruptedException {
        ObjectNode words = SlackMessage.of(Message.of(notification));
        ObjectNode body = (thread.isPresent() ? words : withButtons(words, notification)).put("channel", channel);
        thread.ifPresent(first -> {
            body.put("thread_ts", first.ts());
            body.put("reply_broadcast", isAlarm(notification));
        });
        return send("chat.postMessage", body);
    }

    private ObjectNode withButtons(ObjectNode body, Notification notification) {
        if (appToken.isPresent()) {
            SlackButtons.block(notification).ifPresent(body.withArray("blocks")::add);
        }
        return body;
    }

    @Override
    public Optional<ActionSource> actionSource() {
        return appToken.map(given -> new SlackApp(api, given));
    }

    @Override
    public boolean refreshes() {
        return true;
    }

    @Override
    public Delivery refresh(Notification told) throws InterruptedException {
        Optional<Reference> first = told.thread().flatMap(Reference::of);
        return first.isPresent() ? update(told, first.get()) : Delivery.delivered();
    }

    private HttpAnswer send(String method, ObjectNode body) throws InterruptedException {
        Map<String, String> headers = Map.of("Authorization", "Bearer " + token.reveal());
        return poster.send("POST", api.resolve(method), body.toString(), headers);
    }

    /**
     * More runs with a cause that the channel knows are counted in its message; anything else critical is shown, and
     * what nobody acknowledges.
     */
    private static boolean isAlarm(Notification notification) {
        if (!notification.unacknowledged().isZero()) {
            return true;
        }
        Set<RunKey> told = notification.group().runs();
        Set<IncidentCause> ofOtherRuns = notification.latestChanges().stream()
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

    /** Slack's Web API answers HTTP 200 to a request that it refuses, with an error code in the body. */
    private static Delivery delivery(HttpAnswer answer) {
        if (!answer.successful()) {
            return answer.failureDelivery();
        }
        JsonNode body = answer.json();
        if (body.path("ok").asBoolean(false)) {
            String ts = body.path("ts").asText("");
            return Delivery.delivered(new Reference(body.path("channel").asText(""), ts).text());
        }
        String error = error(answer);
        String detail = "Slack answered " + (error.isEmpty() ? "without a reason" : error);
        if (RATE_LIMITED.contains(error)) {
            return Delivery.retry(FailureReason.RATE_LIMITED, detail, answer.retryAfter());
        }
        if (SERVER_ERRORS.contains(error) || error.isEmpty()) {
            return Delivery.retry(FailureReason.SERVER_ERROR, detail, answer.retryAfter());
        }
        return Delivery.rejected(
                AUTH_ERRORS.contains(error) ? FailureReason.AUTH_ERROR : FailureReason.CLIENT_ERROR, detail);
    }

    /** True where the message was refused only for the thread that it was to join. */
    private static boolean isThreadGone(HttpAnswer answer) {
        return answer.successful() && THREAD_ERRORS.contains(error(answer));
    }

    private static String error(HttpAnswer answer) {
        return PlainText.oneLine(answer.json().path("error").asText(""), 60);
    }

    @Override
    public Duration minimumInterval() {
        return SlackNotifier.MINIMUM_INTERVAL.multipliedBy(replies.mentionOwners() ? 2 : 1);
    }

    @Override
    public String toString() {
        return "SlackBotNotifier(" + channel + ")";
    }

    /**
     * A message that Slack took.
     *
     * @param channel id of its channel, by which alone it can be updated; empty where Slack did not answer it
     * @param ts id of the message in the channel
     */
    private record Reference(String channel, String ts) {

        /** Reads {@link #text}. */
        static Optional<Reference> of(String text) {
            int colon = text.indexOf(':');
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Reference(text.substring(0, Math.max(0, colon)), text.substring(colon + 1)));
        }

        /** The reference as the outbox keeps it; empty where there is no message. */
        String text() {
            return ts.isEmpty() || channel.isEmpty() ? ts : channel + ":" + ts;
        }
    }
}
