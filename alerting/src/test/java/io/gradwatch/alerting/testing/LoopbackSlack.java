package io.gradwatch.alerting.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A Slack on the loopback address that enforces the documented limits: an incoming webhook under {@code /services/...}
 * {@code chat.postMessage} and {@code chat.update} under {@code /api/}. It answers {@code invalid_blocks} to what
 * breaks a limit, 429 to more than one message a second (a burst of two is let through), {@code invalid_auth} to
 * another token than {@value #TOKEN}, and whatever a test asks for before that.
 */
public final class LoopbackSlack implements AutoCloseable {

    /** The one token that it accepts. */
    public static final String TOKEN = "xoxb-loopback-secret";

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

    /** What to do with a request instead of accepting it. */
    public sealed interface Trouble {
        /** Answers so. */
        record Answer(int status, String body, Map<String, String> headers) implements Trouble {}

        /** Answers nothing while the server lives. */
        record Silence() implements Trouble {}

        /** Answers the head and half of the body, then nothing. */
        record Stall() implements Trouble {}

        /** Breaks the connection without an answer. */
        record Reset() implements Trouble {}

        /** Takes the message and then breaks the connection without an answer. */
        record AcceptThenReset() implements Trouble {}
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(LoopbackSlack::daemon);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private final List<Posted> posted = new ArrayList<>();
    private final List<Posted> updates = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final SlackRate rate = new SlackRate();
    private Trouble outage;
    private int requests;

    /** Starts on a free port. */
    public LoopbackSlack() {
        this(0);
    }

    /** Starts on {@code port}; 0 takes a free one. */
    public LoopbackSlack(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** Port on the loopback address. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Address of the incoming webhook. */
    public URI webhook() {
        return URI.create("http://127.0.0.1:" + port() + WEBHOOK_PATH);
    }

    /** Where the Web API is. */
    public URI apiUrl() {
        return URI.create("http://127.0.0.1:" + port() + "/api/");
    }

    /** Makes this trouble for the next requests, one each. */
    public synchronized void next(Trouble... trouble) {
        troubles.addAll(List.of(trouble));
    }

    /** Answers so to the next request. */
    public void nextAnswer(int status, String body) {
        next(new Trouble.Answer(status, body, Map.of()));
    }

    /** Makes this trouble for every request until {@link #recover}. */
    public synchronized void breakDown(Trouble trouble) {
        outage = trouble;
    }

    /** Ends the outage. */
    public synchronized void recover() {
        outage = null;
    }

    /** What was accepted, in order. */
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

    /** Requests, accepted or not. */
    public synchronized int requests() {
        return requests;
    }

    /** Limits that were broken. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Optional<Trouble> trouble = trouble();
        if (trouble.isPresent()) {
            make(trouble.get(), exchange, body);
        } else if (exchange.getRequestURI().getPath().equals(WEBHOOK_PATH)) {
            answer(exchange, webhook(body));
        } else if (exchange.getRequestURI().getPath().equals("/api/chat.update")) {
            answer(exchange, update(body, exchange.getRequestHeaders().getFirst("Authorization")));
        } else if (exchange.getRequestURI().getPath().equals("/api/chat.postMessage")) {
            answer(exchange, bot(body, exchange.getRequestHeaders().getFirst("Authorization")));
        } else {
            answer(exchange, new Trouble.Answer(404, "no_service", Map.of()));
        }
    }

    private synchronized Optional<Trouble> trouble() {
        requests++;
        return Optional.ofNullable(outage != null ? outage : troubles.poll());
    }

    private synchronized Trouble.Answer webhook(byte[] body) throws IOException {
        Optional<String> refusal = refusal(body);
        if (refusal.isPresent()) {
            return new Trouble.Answer(400, refusal.get(), Map.of());
        }
        if (!rate.allows(Instant.now())) {
            return new Trouble.Answer(429, "rate_limited", Map.of("Retry-After", "1"));
        }
        accept(body);
        return new Trouble.Answer(200, "ok", Map.of());
    }

    private synchronized Trouble.Answer bot(byte[] body, String authorization) throws IOException {
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
        return new Trouble.Answer(200, answer, Map.of());
    }

    /** Slack allows 50 updates a minute; they count apart from messages. */
    private synchronized Trouble.Answer update(byte[] body, String authorization) throws IOException {
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
        return new Trouble.Answer(
                200, "{\"ok\":true,\"channel\":\"" + CHANNEL_ID + "\",\"ts\":\"" + ts + "\"}", Map.of());
    }

    private Optional<String> refusal(byte[] body) throws IOException {
        List<String> broken = SlackLimits.brokenBy(MAPPER.readTree(body));
        violations.addAll(broken);
        return broken.isEmpty() ? Optional.empty() : Optional.of("invalid_blocks");
    }

    private synchronized String accept(byte[] body) throws IOException {
        String ts = "1790000000." + String.format("%06d", posted.size() + 1);
        posted.add(new Posted(Instant.now(), ts, MAPPER.readTree(body)));
        return ts;
    }

    private static Trouble.Answer error(String code) {
        return new Trouble.Answer(200, "{\"ok\":false,\"error\":\"" + code + "\"}", Map.of());
    }

    private void make(Trouble trouble, HttpExchange exchange, byte[] body) throws IOException {
        if (trouble instanceof Trouble.Answer answer) {
            answer(exchange, answer);
        } else if (trouble instanceof Trouble.Silence) {
            waitForClose();
        } else if (trouble instanceof Trouble.Stall) {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(new byte[50]);
            exchange.getResponseBody().flush();
            waitForClose();
        } else {
            if (trouble instanceof Trouble.AcceptThenReset) {
                accept(body);
            }
            // Closing an exchange that has no answer breaks the connection.
            exchange.close();
        }
    }

    private void waitForClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, Trouble.Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "loopback-slack");
        thread.setDaemon(true);
        return thread;
    }
}
