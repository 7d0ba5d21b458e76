package io.gradwatch.alerting.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.alerting.testing.LoopbackHttp.Request;
import io.gradwatch.alerting.testing.LoopbackHttp.Trouble;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Users and files of a {@link LoopbackSlack}, with the rules of {@code users.lookupByEmail},
 * {@code files.getUploadURLExternal} and {@code files.completeUploadExternal}. The first two take a form, no JSON.
 */
public final class SlackWorkspace {

    /** Beginning of the ids of users. */
    static final String USERS = "U0OWNER";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * A file that was shared.
     *
     * @param description for those who do not see it
     * @param share arguments by which it was shared
     */
    public record Shared(byte[] bytes, String description, JsonNode share) {}

    private final LoopbackSlack slack;
    private final Map<String, String> users = new HashMap<>();
    private final Map<String, Map<String, String>> promised = new HashMap<>();
    private final Map<String, byte[]> uploaded = new HashMap<>();
    private final List<Shared> shared = new ArrayList<>();
    private final List<String> lookedUp = new ArrayList<>();
    private final List<String> forbidden = new ArrayList<>();

    SlackWorkspace(LoopbackSlack slack) {
        this.slack = slack;
    }

    /** Adds a user with an address, and answers the id. */
    public synchronized String addUser(String mail) {
        String id = USERS + users.size();
        users.put(mail, id);
        return id;
    }

    /** Takes the right to call a method from the app. */
    public synchronized void forbid(String method) {
        forbidden.add(method);
    }

    /** Files that were shared, in order. */
    public synchronized List<Shared> shared() {
        return List.copyOf(shared);
    }

    /** Addresses that were looked up, in order. */
    public synchronized List<String> lookedUp() {
        return List.copyOf(lookedUp);
    }

    /** The answer to a request; empty where it is about something else. */
    synchronized Optional<Trouble.Answer> answer(Request request) throws IOException {
        String path = request.address().getPath();
        String authorization = request.headers().get("Authorization");
        if (path.startsWith("/upload/v1/")) {
            return Optional.of(upload(path.substring("/upload/v1/".length()), request.bytes(), authorization));
        }
        String method = path.substring(path.lastIndexOf('/') + 1);
        if (!("Bearer " + LoopbackSlack.TOKEN).equals(authorization)) {
            return Optional.of(error("invalid_auth"));
        }
        if (forbidden.contains(method)) {
            return Optional.of(
                    LoopbackHttp.answer(200, "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"files:write\"}"));
        }
        return switch (method) {
            case "users.lookupByEmail" -> Optional.of(lookUp(form(request)));
            case "files.getUploadURLExternal" -> Optional.of(place(form(request)));
            case "files.completeUploadExternal" -> Optional.of(share(MAPPER.readTree(request.body())));
            default -> Optional.empty();
        };
    }

    private Trouble.Answer lookUp(Map<String, String> arguments) {
        String mail = arguments.getOrDefault("email", "");
        lookedUp.add(mail);
        return users.containsKey(mail)
                ? LoopbackHttp.answer(200, "{\"ok\":true,\"user\":{\"id\":\"" + users.get(mail) + "\"}}")
                : error("users_not_found");
    }

    private Trouble.Answer place(Map<String, String> arguments) {
        boolean complete = arguments.containsKey("filename")
                && arguments.getOrDefault("length", "").matches("[1-9]\\d*");
        if (!complete) {
            return error("invalid_arguments");
        }
        if (arguments.getOrDefault("alt_txt", "").length() > 1_000) {
            return error("alt_txt_too_large");
        }
        String id = "F0LOOPBACK" + promised.size();
        promised.put(id, arguments);
        return LoopbackHttp.answer(
                200,
                "{\"ok\":true,\"file_id\":\"" + id + "\",\"upload_url\":\"" + slack.at("/upload/v1/" + id) + "\"}");
    }

    /** Slack's storage knows nobody's token. */
    private Trouble.Answer upload(String id, byte[] bytes, String authorization) {
        String length = promised.getOrDefault(id, Map.of()).getOrDefault("length", "-1");
        if (authorization != null || !length.equals(Integer.toString(bytes.length))) {
            return LoopbackHttp.answer(400, "");
        }
        uploaded.put(id, bytes);
        return LoopbackHttp.answer(200, "OK - " + bytes.length);
    }

    private Trouble.Answer share(JsonNode arguments) {
        String id = arguments.at("/files/0/id").asText();
        if (!uploaded.containsKey(id)) {
            return error("file_not_found");
        }
        String ts = arguments.path("thread_ts").asText();
        if (!slack.opensThread(arguments.path("channel_id").asText(), ts)) {
            return error("invalid_channel");
        }
        String description = promised.get(id).get("alt_txt");
        shared.add(new Shared(uploaded.remove(id), description, arguments));
        return LoopbackHttp.answer(200, "{\"ok\":true,\"files\":[{\"id\":\"" + id + "\"}]}");
    }

    private static Map<String, String> form(Request request) {
        Map<String, String> fields = new HashMap<>();
        if (!"application/x-www-form-urlencoded".equals(request.headers().get("Content-type"))) {
            return fields;
        }
        Arrays.stream(request.body().split("&"))
                .map(field -> field.split("=", 2))
                .forEach(field -> fields.put(decoded(field[0]), decoded(field[1])));
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Trouble.Answer error(String code) {
        return LoopbackHttp.answer(200, "{\"ok\":false,\"error\":\"" + code + "\"}");
    }
}
