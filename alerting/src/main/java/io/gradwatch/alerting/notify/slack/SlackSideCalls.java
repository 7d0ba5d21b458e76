package io.gradwatch.alerting.notify.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.http.HttpAnswer;
import io.gradwatch.alerting.notify.http.HttpContent;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of Slack's Web API for what may be left out: pictures and owners. A method that fails rests for a while, and
 * the log says so once for each rest. Used by one thread.
 */
final class SlackSideCalls {

    private static final Logger LOG = LoggerFactory.getLogger(SlackSideCalls.class);

    /** Rest of a method that the app may not call: time for a person to give it the scope. Own choice. */
    private static final Duration REST_WITHOUT_PERMISSION = Duration.ofMinutes(10);

    /** Rest of a method that failed, where Slack asks for none. Own choice. */
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(30);

    /** Longest wait that Slack may ask for before the one further attempt. Own choice. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final URI api;
    private final Secret token;
    private final HttpPoster poster;
    private final Clock clock;
    private final Map<String, Instant> rests = new HashMap<>();

    /**
     * @param api address of the Web API, with a slash at its end
     * @param poster of this object alone
     */
    SlackSideCalls(URI api, Secret token, HttpPoster poster, Clock clock) {
        this.api = api;
        this.token = token;
        this.poster = poster;
        this.clock = clock;
    }

    /** Calls a method that takes JSON. */
    Optional<JsonNode> json(String method, ObjectNode arguments) throws InterruptedException {
        return call(method, HttpContent.json(arguments.toString()));
    }

    /** Calls a method that takes no JSON. */
    Optional<JsonNode> form(String method, Map<String, String> arguments) throws InterruptedException {
        return call(method, HttpContent.urlEncoded(arguments));
    }

    /**
     * Sends a file to the address that Slack gave for it, which is a secret in itself: the token is not for it.
     *
     * @return true where Slack took it
     */
    boolean upload(URI address, byte[] file) throws InterruptedException {
        HttpAnswer answer = poster.send("POST", address, new HttpContent("application/octet-stream", file), Map.of());
        if (!answer.successful()) {
            LOG.warn("Slack took no file: {}", answer.failureDelivery());
        }
        return answer.successful();
    }

    /** True for an address to which a file may go: as safe as the Web API itself. */
    boolean isTrusted(URI address) {
        return address.getHost() != null
                && address.getUserInfo() == null
                && ("https".equals(address.getScheme()) || api.getScheme().equals(address.getScheme()));
    }

    /** @return the answer of Slack, with {@code ok} true or a reason; empty where there is none to go by */
    private Optional<JsonNode> call(String method, HttpContent content) throws InterruptedException {
        if (clock.instant().isBefore(rests.getOrDefault(method, Instant.MIN))) {
            return Optional.empty();
        }
        HttpAnswer answer = send(method, content);
        Optional<Duration> wait = answer.status() == 429 ? answer.retryAfter() : Optional.empty();
        if (wait.filter(asked -> asked.compareTo(LONGEST_WAIT) <= 0).isPresent()) {
            Thread.sleep(wait.get().toMillis());
            answer = send(method, content);
        }
        return read(method, answer);
    }

    private HttpAnswer send(String method, HttpContent content) throws InterruptedException {
        return poster.send("POST", api.resolve(method), content, Map.of("Authorization", "Bearer " + token.reveal()));
    }

    private Optional<JsonNode> read(String method, HttpAnswer answer) {
        if (!answer.successful()) {
            rest(
                    method,
                    answer.retryAfter().orElse(REST_AFTER_FAILURE),
                    answer.failureDelivery().toString());
            return Optional.empty();
        }
        JsonNode body = answer.json();
        String error = PlainText.oneLine(body.path("error").asText(""), 60);
        if (SlackBotNotifier.AUTH_ERRORS.contains(error)) {
            String needed = PlainText.oneLine(body.path("needed").asText(""), 60);
            rest(method, REST_WITHOUT_PERMISSION, error + (needed.isEmpty() ? "" : ": the app needs " + needed));
            return Optional.empty();
        }
        return body.has("ok") ? Optional.of(body) : Optional.empty();
    }

    private void rest(String method, Duration rest, String why) {
        rests.put(method, clock.instant().plus(rest));
        LOG.warn("Slack's {} is not called for {} s: {}", method, rest.toSeconds(), why);
    }
}
