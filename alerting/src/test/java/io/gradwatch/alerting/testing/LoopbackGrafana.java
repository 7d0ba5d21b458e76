package io.gradwatch.alerting.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Grafana on the loopback address that keeps annotations as its HTTP API documents: create with {@code POST}, which
 * needs a text; find by tags, all of which must be there; change with {@code PATCH}. It refuses another token than
 * {@value #TOKEN}, tags over 500 bytes, and what a test asks for before that.
 */
public final class LoopbackGrafana implements AutoCloseable {

    /** The one token that it accepts. */
    public static final String TOKEN = "glsa_loopback-secret";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_TAG_BYTES = 500;
    private static final String PATH = "/api/annotations";

    private final HttpServer server;
    private final Map<Long, ObjectNode> annotations = new TreeMap<>();
    private final Deque<Answer> troubles = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();

    /** An answer. */
    public record Answer(int status, String body) {}

    /** Starts on a free port. */
    public LoopbackGrafana() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    /** Its address. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers so to the next requests, one each; null lets one through. */
    public synchronized void next(Answer... answers) {
        for (Answer answer : answers) {
            troubles.add(answer == null ? new Answer(0, "") : answer);
        }
    }

    /** The annotations that it has, oldest first. */
    public synchronized List<ObjectNode> annotations() {
        return List.copyOf(annotations.values());
    }

    /** Method and path of the requests so far. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        requests.add(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        Answer trouble = troubles.poll();
        Answer answer = trouble != null && trouble.status() > 0 ? trouble : answer(exchange);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Answer(401, "{\"message\":\"Invalid API key\"}");
        }
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return switch (exchange.getRequestMethod()) {
            case "GET" ->
                new Answer(200, found(exchange.getRequestURI().getRawQuery()).toString());
            case "POST" -> path.equals(PATH) ? create((ObjectNode) JSON.readTree(body)) : notFound();
            case "PATCH" -> patch(path, (ObjectNode) JSON.readTree(body));
            default -> new Answer(405, "");
        };
    }

    private ArrayNode found(String query) {
        List<String> wanted = Stream.of(query.split("&"))
                .filter(parameter -> parameter.startsWith("tags="))
                .map(parameter -> URLDecoder.decode(parameter.substring(5), StandardCharsets.UTF_8))
                .toList();
        ArrayNode found = JSON.createArrayNode();
        for (ObjectNode annotation : annotations.values()) {
            List<String> tags = new ArrayList<>();
            annotation.path("tags").forEach(tag -> tags.add(tag.asText()));
            if (tags.containsAll(wanted)) {
                found.add(annotation);
            }
        }
        return found;
    }

    private Answer create(ObjectNode annotation) {
        if (annotation.path("text").asText().isEmpty()) {
            return new Answer(400, "{\"message\":\"Failed to save annotation: text field should not be empty\"}");
        }
        if (tooLong(annotation.path("tags"))) {
            return new Answer(400, "{\"message\":\"tags length exceeds the maximum allowed\"}");
        }
        long id = annotations.size() + 1L;
        annotations.put(id, annotation.put("id", id));
        return new Answer(200, "{\"message\":\"Annotation added\",\"id\":" + id + "}");
    }

    private Answer patch(String path, ObjectNode changes) {
        ObjectNode annotation = annotations.get(Long.parseLong(path.substring(PATH.length() + 1)));
        if (annotation == null) {
            return notFound();
        }
        if (tooLong(changes.path("tags"))) {
            return new Answer(400, "{\"message\":\"tags length exceeds the maximum allowed\"}");
        }
        annotation.setAll(changes);
        return new Answer(200, "{\"message\":\"Annotation patched\"}");
    }

    private static boolean tooLong(JsonNode tags) {
        return tags.toString().getBytes(StandardCharsets.UTF_8).length > MOST_TAG_BYTES;
    }

    private static Answer notFound() {
        return new Answer(404, "{\"message\":\"Annotation not found\"}");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
