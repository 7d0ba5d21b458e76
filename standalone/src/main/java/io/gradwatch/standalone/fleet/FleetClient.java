package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.config.PublicUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks the HTTP interface of a fleet. */
public final class FleetClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
    /** Items that are asked for at once. */
    private static final int PART = 500;

    private static final Pattern LOOPBACK = Pattern.compile("^(localhost|127\\.|\\[::1\\])");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI server;
    private final Supplier<String> token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    /** @param token to show, asked for before each request: the server may be another one then; null for none */
    FleetClient(URI server, Supplier<String> token) {
        this.server = server;
        this.token = token;
    }

    /** Address of the fleet's pages for people. */
    PublicUrl page() {
        return PublicUrl.of(server.toString());
    }

    /** Address of the fleet. */
    URI server() {
        return server;
    }

    /**
     * Addresses of the Kafka that the fleet reads.
     *
     * @throws IllegalStateException when there is no answer, or only the fleet's own host reaches that Kafka
     */
    public String kafka() {
        String servers = get("/connection", Map.of()).path("bootstrap_servers").asText();
        if (LOOPBACK.matcher(servers).find()
                && !LOOPBACK.matcher(server.getAuthority()).find()) {
            throw new IllegalStateException("the fleet at " + server + " reads Kafka at " + servers
                    + ", an address of its own host: say where Kafka is (--bootstrap-servers)");
        }
        return servers;
    }

    /** A part of a path or a value of a query, as it stands in an address. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * The answer to a question.
     *
     * @param path below {@code /api/v1}, encoded
     * @param query by name; a name with several values is sent as often
     * @throws IllegalStateException when there is no answer, with what the server said
     */
    public JsonNode get(String path, Map<String, List<String>> query) {
        String parameters = query.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
        HttpRequest request = request(path + (parameters.isEmpty() ? "" : "?" + parameters), "application/json")
                .GET()
                .build();
        return json(send(request));
    }

    /**
     * A list, part by part; see {@link #get}.
     *
     * @param items name of the list in the answer
     * @param limit items that are wanted, 1 or more
     */
    public FleetList list(String path, Map<String, String> query, String items, int limit) {
        return list(path, query, Map.of(), items, limit);
    }

    /**
     * The same with names that have several values.
     *
     * @param several such names with their values
     */
    FleetList list(String path, Map<String, String> query, Map<String, List<String>> several, String items, int limit) {
        List<JsonNode> found = new ArrayList<>();
        JsonNode part;
        String cursor = null;
        do {
            Map<String, List<String>> asked = new LinkedHashMap<>(several);
            query.forEach((name, value) -> put(asked, name, value));
            put(asked, "limit", Integer.toString(Math.max(1, Math.min(PART, limit - found.size()))));
            put(asked, "cursor", cursor);
            part = get(path, asked);
            part.path(items).forEach(found::add);
            cursor = part.path("next_cursor").textValue();
        } while (cursor != null && found.size() < limit);
        return new FleetList(found, part.path("total").asLong());
    }

    private static void put(Map<String, List<String>> query, String name, String value) {
        if (value != null) {
            query.put(name, List.of(value));
        }
    }

    /**
     * The beginning of a list.
     *
     * @param total of all items
     */
    public record FleetList(List<JsonNode> items, long total) {}

    /** The answer to a question with a body; see {@link #get}. */
    public JsonNode post(String path, Map<String, ?> body) {
        return json(send(posting(path, body, "application/json")));
    }

    /** The answer to what takes something away; see {@link #get}. */
    public JsonNode delete(String path) {
        return json(send(request(path, "application/json").DELETE().build()));
    }

    /** The server understood what was asked, and refuses it. */
    public static final class RefusedException extends IllegalStateException {

        private static final long serialVersionUID = 1L;
        private static final int BAD_REQUEST = 400;
        private static final int NOT_FOUND = 404;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        /** True where nothing has this name. */
        public boolean isUnknown() {
            return status == NOT_FOUND;
        }

        /** True where the request itself is wrong, so that a repetition would not help. */
        public boolean isBadRequest() {
            return status == BAD_REQUEST;
        }
    }

    /**
     * The bytes of an answer in another format, which the caller closes; see {@link #get}.
     *
     * @param accept media type of the format
     */
    public InputStream download(String path, Map<String, ?> body, String accept) {
        return send(posting(path, body, accept));
    }

    private HttpRequest posting(String path, Map<String, ?> body, String accept) {
        try {
            BodyPublisher publisher = BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body));
            return request(path, accept)
                    .header("Content-Type", "application/json")
                    .POST(publisher)
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the question cannot be written as JSON", e);
        }
    }

    private HttpRequest.Builder request(String path, String accept) {
        String base = server.toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1" + path))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", accept);
        String shown = token.get();
        return shown == null ? request : request.header("Authorization", "Bearer " + shown);
    }

    private InputStream send(HttpRequest request) {
        try {
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() >= 400) {
                throw new RefusedException(answer.statusCode(), refusal(answer));
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "no fleet answers at " + server
                            + ": start 'gradwatch up', or say where it is (--server or GRADWATCH_SERVER)",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + server + " was asked", e);
        }
    }

    private String refusal(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            String message = MAPPER.readTree(body).path("error").path("message").asText("");
            return message.isEmpty() ? server + " answers with status " + answer.statusCode() : message;
        } catch (JsonProcessingException e) {
            return server + " answers with status " + answer.statusCode() + ", and is no fleet of Gradwatch";
        }
    }

    private JsonNode json(InputStream from) {
        try (InputStream body = from) {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException("the answer of " + server + " cannot be read: " + e, e);
        }
    }
}
