package io.gradwatch.alerting.notify.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.http.HttpAnswer;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.spi.AlertActions.Person;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes presses of buttons by Slack's Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode): a WebSocket that
 * we open, so that no address of ours need be reachable. One thread connects, and connects anew when Slack ends the
 * connection, or it fails, or nothing is heard over it any more; each press is acknowledged at once, and done after it.
 */
final class SlackSocket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlackSocket.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofMinutes(2);

    /**
     * A connection that ends earlier counts as a failure, so that one that Slack ends at once is not opened in a hurry.
     */
    private static final Duration STEADY = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SlackApp app;
    private final HttpPoster poster;
    private final SlackButtons buttons;
    private final Duration quiet;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final Thread thread;
    private volatile boolean closed;

    /** @param quiet longest time without a word from Slack before it is asked for one; after twice that it is gone */
    SlackSocket(SlackApp app, HttpPoster poster, SlackButtons buttons, Duration quiet) {
        this.app = app;
        this.poster = poster;
        this.buttons = buttons;
        this.quiet = quiet;
        this.thread = new Thread(this::run, "alerting-slack-socket");
        thread.setDaemon(true);
    }

    SlackSocket start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        try {
            while (!closed) {
                failures = lasts() ? 0 : failures + 1;
                if (failures > 0) {
                    long rest = Math.min(LONGEST_REST.toMillis(), 1_000L << Math.min(failures - 1, 10));
                    Thread.sleep(rest);
                }
            }
        } catch (InterruptedException e) {
            // It is being closed.
        }
    }

    /** Connects and takes messages until the connection ends; true where that was after a while. */
    private boolean lasts() throws InterruptedException {
        long begun = System.nanoTime();
        try {
            Optional<URI> address = address();
            return address.isPresent() && listen(address.get()) && System.nanoTime() - begun >= STEADY.toNanos();
        } catch (RuntimeException e) {
            LOG.warn("{} do not work", this, e);
            return false;
        }
    }

    /** Address of a new connection; empty where Slack gives none, which the log says. */
    private Optional<URI> address() throws InterruptedException {
        HttpAnswer answer = poster.send(
                "POST",
                app.api().resolve("apps.connections.open"),
                "",
                Map.of("Authorization", "Bearer " + app.token().reveal()));
        JsonNode body = answer.json();
        String url = body.path("url").asText("");
        if (!answer.successful() || !body.path("ok").asBoolean(false)) {
            LOG.warn(
                    "{} do not work: Slack answered {}",
                    this,
                    answer.successful()
                            ? PlainText.oneLine(body.path("error").asText("without a reason"), 60)
                            : answer.failureDelivery());
            return Optional.empty();
        }
        URI address = URI.create(url);
        boolean safe = "wss".equals(address.getScheme())
                || ("ws".equals(address.getScheme()) && "http".equals(app.api().getScheme()));
        if (!safe) {
            LOG.warn("{} do not work: Slack gave an address that is not wss", this);
        }
        return Optional.of(address).filter(ignored -> safe);
    }

    /** Takes messages until the connection ends; true where there was one. */
    private boolean listen(URI address) throws InterruptedException {
        SlackMessages messages = new SlackMessages();
        WebSocket socket;
        try {
            socket = client.newWebSocketBuilder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .buildAsync(address, messages)
                    .get(CONNECT_TIMEOUT.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} do not work: no WebSocket to Slack", this);
            return false;
        }
        try {
            takeAll(socket, messages);
        } finally {
            socket.abort();
        }
        return true;
    }

    private void takeAll(WebSocket socket, SlackMessages messages) throws InterruptedException {
        while (!messages.ended()) {
            Optional<String> text = messages.next(quiet);
            if (text.isPresent() && !take(socket, text.get())) {
                return;
            }
            if (text.isEmpty() && !messages.ended() && !messages.heardSince(socket)) {
                LOG.warn("{}: nothing is heard from Slack any more; connecting anew", this);
                return;
            }
        }
    }

    /** @return false where Slack is about to end the connection */
    private boolean take(WebSocket socket, String text) throws InterruptedException {
        JsonNode envelope;
        try {
            envelope = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return true;
        }
        String id = envelope.path("envelope_id").asText("");
        if (!id.isEmpty()) {
            String acknowledged =
                    JsonNodeFactory.instance.objectNode().put("envelope_id", id).toString();
            socket.sendText(acknowledged, true).exceptionally(failure -> null);
        }
        if (envelope.path("type").asText("").equals("interactive")) {
            press(envelope.path("payload"));
        }
        return !envelope.path("type").asText("").equals("disconnect");
    }

    private void press(JsonNode payload) throws InterruptedException {
        JsonNode user = payload.path("user");
        String name = user.path("username")
                .asText(user.path("name").asText(user.path("id").asText("somebody")));
        Person person = new Person(PlainText.oneLine(name, 100), "slack");
        for (JsonNode action : payload.path("actions")) {
            Optional<String> said = buttons.press(action, person);
            if (said.isPresent()) {
                answer(payload.path("response_url").asText(""), said.get());
            }
        }
    }

    /** Shows a sentence to the person alone. Slack's addresses for that are at its own hosts. */
    private void answer(String address, String sentence) throws InterruptedException {
        try {
            URI url = URI.create(address);
            boolean ofSlack = "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getHost().endsWith(".slack.com");
            boolean ofTheApi = app.api().getScheme().equals(url.getScheme())
                    && app.api().getAuthority().equals(url.getAuthority());
            if (ofSlack || ofTheApi) {
                String body = JsonNodeFactory.instance
                        .objectNode()
                        .put("response_type", "ephemeral")
                        .put("replace_original", false)
                        .put("text", SlackText.escaped(sentence, 1_000))
                        .toString();
                poster.send("POST", url, body, Map.of());
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("Slack gave no address for an answer");
        }
    }

    @Override
    public String toString() {
        return "Buttons of " + String.join(", ", buttons.receivers());
    }
}
