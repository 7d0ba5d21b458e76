package io.gradwatch.alerting.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Grafana on the loopback address that keeps annotations as its HTTP API documents: create with {@code POST}, which
 * needs a text; find by tags, all of which must be there; change with {@code PATCH}. It refuses another token than
 * {@value #TOKEN}, tags over 500 bytes, and what a test asks for before that.
 */
public final class LoopbackGrafana extends LoopbackHttp {

    /** The one token that it accepts. */
    public static final String TOKEN = "glsa_loopback-secret";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_TAG_BYTES = 500;
    private static final String PATH = "/api/annotations";

    private final Map<Long, ObjectNode> annotations = new TreeMap<>();

    /** Starts on a free port. */
    public LoopbackGrafana() {
        super(0);
    }

    /** The annotations that it has, oldest first. */
    public synchronized List<ObjectNode> annotations() {
        return List.copyOf(annotations.values());
    }

    @Override
    protected synchronized Trouble.Answer answer(Request request) throws IOException {
        if (!("Bearer " + TOKEN).equals(request.headers().get("Authorization"))) {
            return answer(401, "{\"message\":\"Invalid API key\"}");
        }
        String path = request.address().getPath();
        return switch (request.method()) {
            case "GET" -> answer(200, found(request.address().getRawQuery()).toString());
            case "POST" -> path.equals(PATH) ? create((ObjectNode) JSON.readTree(request.body())) : notFound();
            case "PATCH" -> patch(path, (ObjectNode) JSON.readTree(request.body()));
            default -> answer(405, "");
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

    private Trouble.Answer create(ObjectNode annotation) {
        if (annotation.path("text").asText().isEmpty()) {
            return answer(400, "{\"message\":\"Failed to save annotation: text field should not be empty\"}");
        }
        if (tooLong(annotation.path("tags"))) {
            return answer(400, "{\"message\":\"tags length exceeds the maximum allowed\"}");
        }
        long id = annotations.size() + 1L;
        annotations.put(id, annotation.put("id", id));
        return answer(200, "{\"message\":\"Annotation added\",\"id\":" + id + "}");
    }

    private Trouble.Answer patch(String path, ObjectNode changes) {
        ObjectNode annotation = annotations.get(Long.parseLong(path.substring(PATH.length() + 1)));
        if (annotation == null) {
            return notFound();
        }
        if (tooLong(changes.path("tags"))) {
            return answer(400, "{\"message\":\"tags length exceeds the maximum allowed\"}");
        }
        annotation.setAll(changes);
        return answer(200, "{\"message\":\"Annotation patched\"}");
    }

    private static boolean tooLong(JsonNode tags) {
        return tags.toString().getBytes(StandardCharsets.UTF_8).length > MOST_TAG_BYTES;
    }

    private static Trouble.Answer notFound() {
        return answer(404, "{\"message\":\"Annotation not found\"}");
    }
}
