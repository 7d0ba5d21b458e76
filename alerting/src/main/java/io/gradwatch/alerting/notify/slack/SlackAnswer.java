package io.gradwatch.alerting.notify.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.http.HttpAnswer;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import java.util.Set;

/** What Slack's Web API means: it answers HTTP 200 to what it refuses, with an error code in the body. */
final class SlackAnswer {

    /** Codes that pass (docs.slack.dev/reference/methods/chat.postMessage, section "Errors"). */
    private static final Set<String> RATE_LIMITED = Set.of("ratelimited", "rate_limited", "message_limit_exceeded");

    private static final Set<String> SERVER_ERRORS =
            Set.of("fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org");
    private static final Set<String> AUTH_ERRORS = Set.of(
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

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SlackAnswer() {}

    static Delivery delivery(HttpAnswer answer) {
        if (!answer.successful()) {
            return answer.failureDelivery();
        }
        JsonNode body = json(answer.body());
        if (body.path("ok").asBoolean(false)) {
            return Delivery.delivered(new SlackReference(
                            body.path("channel").asText(""), body.path("ts").asText(""))
                    .text());
        }
        String error = error(body);
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

    /** Whether the message was refused only for the thread that it was to join. */
    static boolean threadIsGone(HttpAnswer answer) {
        return answer.successful() && THREAD_ERRORS.contains(error(json(answer.body())));
    }

    private static String error(JsonNode body) {
        return PlainText.oneLine(body.path("error").asText(""), 60);
    }

    private static JsonNode json(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return MAPPER.missingNode();
        }
    }
}
