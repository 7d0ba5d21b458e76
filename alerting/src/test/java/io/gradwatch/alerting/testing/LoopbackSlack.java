package io.gradwatch.alerting.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Slack on the loopback address that enforces the documented limits: an incoming webhook under {@code /services/...}
 * {@code chat.postMessage} and {@code chat.update} under {@code /api/}. It answers {@code invalid_blocks} to what
 * breaks a limit, 429 to more than one message a second (a burst of two is let through), {@code invalid_auth} to
 * another token than {@value #TOKEN}, and whatever a test asks for before that. Its users and files are those of a
 * {@link SlackWorkspace}.
 */
public final class LoopbackSlack extends LoopbackHttp {

    /** The one token that it accepts. */
    public static final String TOKEN = "xoxb-loopback-secret";

    /** The one app-level token that opens connections of Socket Mode. */
    public static final String APP_TOKEN = "xapp-loopback-secret";

    private static final String RESPONSE_PATH = "/api/response";

    /** The one path of its incoming webhook. */
    public static final String WEBHOOK_PATH = "/services/T000/B000/loopback-secret";

    /** Id of its one channel. */
    private static final String CHANNEL_ID = "C0LOOPBACK";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * A message that was accepted.
     *
     * @param receivedAt when
     * @param ts its id, as {@code chat.postMessage} answers it
     * @param body as it was posted
     */
    public record Posted(Instant receivedAt, String ts, JsonNode body) {

        /** All texts of the message in one. */
        public String text() {
            StringBuilder texts = new StringBuilder();
            append(texts, body);
            return texts.toString();
        }

        private static void append(StringBuilder texts, JsonNode node) {
            if (node.path("text").isTextual()) {
                texts.append(node.path("text").textValue()).append('\n');
            }
            node.forEach(inner -> append(texts, inner));
        }
    }

    private final List<Posted> posted = new ArrayList<>();
    private final List<Posted> updates = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> replies = new ArrayList<>();
    private URI socketMode;
    private final SlackRate rate = new SlackRate();
    private final SlackWorkspace workspace = new SlackWorkspace(this);

    /** Starts on a free port. */
    public LoopbackSlack() {
        this(0);
    }

    /** Starts on {@code port}; 0 takes a free one. */
    public LoopbackSlack(int port) {
        super(port);
    }

    /** Address of the incoming webhook. */
    public URI webhook() {
        return at(WEBHOOK_PATH);
    }

    /** Where the Web API is. */
    public URI apiUrl() {
        return at("/api/");
    }

    /** Messages that were accepted, in order. */
    public synchronized List<Posted> posted() {
        return List.copyOf(posted);
    }

    /** Updates of messages that were accepted, in order. */
    public synchronized List<Posted> updates() {
        return List.copyOf(updates);
    }

    /** Messages in the channel itself: no replies, unless they were shown there as well. */
    public synchronized List<Posted> inChannel() {
        return posted.stream()
                .filter(message -> !message.body().has("thread_ts")
                        || message.body().path("reply_broadcast").asBoolean())
                .toList();
    }

    /** Its users and files. */
    public SlackWorkspace workspace() {
        return workspace;
    }

    /** True for the id of a message in the channel itself, to which others may reply. */
    synchronized boolean opensThread(String channel, String ts) {
        return CHANNEL_ID.equals(channel)
                && posted.stream()
                        .anyMatch(message ->
                                message.ts().equals(ts) && !message.body().has("thread_ts"));
    }

    /** Limits that were broken. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    protected Trouble.Answer answer(Request request) throws IOException {
        String authorization = request.headers().get("Authorization");
        return switch (request.address().getPath()) {
            case WEBHOOK_PATH -> webhook(request.body());
            case "/api/chat.update" -> update(request.body(), authorization);
            case "/api/chat.postMessage" -> bot(request.body(), authorization);
            case "/api/apps.connections.open" -> connection(authorization);
            case RESPONSE_PATH -> response(request.body());
            default -> workspace.answer(request).orElse(answer(404, "no_service"));
        };
    }

    /** Where apps connect to. */
    public synchronized void socketMode(URI address) {
        socketMode = address;
    }

    /** Address for a reply to a person. */
    public URI responseUrl() {
        return at(RESPONSE_PATH);
    }

    /** Replies that only one person sees. */
    public synchronized List<String> replies() {
        return List.copyOf(replies);
    }

    private synchronized Trouble.Answer connection(String authorization) {
        if (!("Bearer " + APP_TOKEN).equals(authorization)) {
            return error("invalid_auth");
        }
        return socketMode == null
                ? error("internal_error")
                : answer(200, "{\"ok\":true,\"url\":\"" + socketMode + "\"}");
    }

    private synchronized Trouble.Answer response(String body) throws IOException {
        replies.add(MAPPER.readTree(body).path("text").asText());
        return answer(200, "ok");
    }

    private synchronized Trouble.Answer webhook(String body) throws IOException {
        Optional<String> refusal = refusal(body);
        if (refusal.isPresent()) {
            return answer(400, refusal.get());
        }
        if (!rate.allows(Instant.now())) {
            return new Trouble.Answer(429, "rate_limited", Map.of("Retry-After", "1"));
        }
        accept(body);
        return answer(200, "ok");
    }

    private synchronized Trouble.Answer bot(String body, String authorization) throws IOException {
        if (!("Bearer " + TOKEN).equals(authorization)) {
            return error("invalid_auth");
        }
        Optional<String> refusal = refusal(body);
        JsonNode message = MAPPER.readTree(body);
        if (refusal.isPresent() || !message.path("channel").isTextual()) {
            return error(refusal.orElse("channel_not_found"));
        }
        if (!rate.allows(Instant.now())) {
            return new Trouble.Answer(429, "{\"ok\":false,\"error\":\"ratelimited\"}", Map.of("Retry-After", "1"));
        }
        String thread = message.path("thread_ts").asText("");
        if (!thread.isEmpty() && posted.stream().noneMatch(known -> known.ts().equals(thread))) {
            return error("thread_not_found");
        }
        String answer = "{\"ok\":true,\"channel\":\"" + CHANNEL_ID + "\",\"ts\":\"" + accept(body) + "\"}";
        return answer(200, answer);
    }

    /** Slack allows 50 updates a minute; they count apart from messages. */
    private synchronized Trouble.Answer update(String body, String authorization) throws IOException {
        JsonNode message = MAPPER.readTree(body);
        if (!("Bearer " + TOKEN).equals(authorization)) {
            return error("invalid_auth");
        }
        Optional<String> refusal = refusal(body);
        if (refusal.isPresent() || !message.path("channel").asText().equals(CHANNEL_ID)) {
            return error(refusal.orElse("channel_not_found"));
        }
        String ts = message.path("ts").asText("");
        if (posted.stream().noneMatch(known -> known.ts().equals(ts))) {
            return error("message_not_found");
        }
        updates.add(new Posted(Instant.now(), ts, message));
        return answer(200, "{\"ok\":true,\"channel\":\"" + CHANNEL_ID + "\",\"ts\":\"" + ts + "\"}");
    }

    private Optional<String> refusal(String body) throws IOException {
        List<String> broken = SlackLimits.brokenBy(MAPPER.readTree(body));
        violations.addAll(broken);
        return broken.isEmpty() ? Optional.empty() : Optional.of("invalid_blocks");
    }

    private synchronized String accept(String body) throws IOException {
        String ts = "1790000000." + String.format("%06d", posted.size() + 1);
        posted.add(new Posted(Instant.now(), ts, MAPPER.readTree(body)));
        return ts;
    }

    private static Trouble.Answer error(String code) {
        return answer(200, "{\"ok\":false,\"error\":\"" + code + "\"}");
    }

    /** Section of alerting that posts each alert here at once. */
    public String section() {
        return "alerting:\n  group-wait: 0s\n  cause-window: 0s\n" + "  receivers: [{name: team, slack: {url: \""
                + webhook() + "\"}}]\n";
    }
}
