package io.gradwatch.alerting.testing.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server of ntfy that asks for a token (docs.ntfy.sh/publish); what is sent again has the same sequence id. */
public final class LoopbackNtfy extends LoopbackService {

    /** The one topic. */
    public static final String TOPIC = "loopback-secret-topic";

    private static final int MESSAGE_BYTES = 4_096;
    private static final int HEADERS_BYTES = 8_000;
    private boolean takesFiles = true;

    /** Refuses every file from now on, as a server without a folder for them does. */
    public synchronized void refuseFiles() {
        takesFiles = false;
    }

    @Override
    protected JsonNode body(Request request) {
        if (request.method().equals("POST")) {
            return json(request.body());
        }
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.put("topic", request.address().getPath().substring(1));
        for (String name : List.of("Title", "Message", "Priority", "Click", "Sequence-ID")) {
            body.put(
                    name.toLowerCase().replace('-', '_'),
                    decoded(request.headers().getOrDefault("X-" + name, "")));
        }
        body.put("message", body.path("message").asText().replace("\\n", "\n"));
        body.set("actions", json(request.headers().getOrDefault("X-Actions", "[]")));
        return body;
    }

    private static String decoded(String header) {
        try {
            return MimeUtility.decodeText(header);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalArgumentException(header, e);
        }
    }

    @Override
    protected boolean authorized(Request request, JsonNode body) {
        return ("Bearer " + SECRET).equals(request.headers().get("Authorization"));
    }

    @Override
    protected List<String> broken(Request request, JsonNode body) {
        List<String> broken = new ArrayList<>();
        boolean file = request.method().equals("PUT");
        require(broken, body.path("topic").asText().equals(TOPIC), "another topic");
        int bytes = body.path("message").asText().getBytes(StandardCharsets.UTF_8).length;
        require(broken, bytes >= 1 && bytes <= MESSAGE_BYTES, "a message of " + bytes + " bytes");
        require(broken, file || request.bytes().length <= 2 * MESSAGE_BYTES, "JSON over the limit");
        require(broken, request.headers().toString().length() <= HEADERS_BYTES, "headers over the limit");
        require(
                broken,
                body.path("priority").asInt() >= 1 && body.path("priority").asInt() <= 5,
                "priority");
        require(broken, body.path("sequence_id").asText().matches("[-_A-Za-z0-9]{1,64}"), "sequence id");
        require(broken, body.path("actions").size() <= 3, "actions");
        require(broken, !file || takesFiles, "a file");
        return broken;
    }

    @Override
    protected String key(Request request, JsonNode body) {
        return body.path("sequence_id").asText();
    }

    @Override
    protected Trouble.Answer taken(Request request, JsonNode body) {
        return answer(200, "{\"id\":\"x\",\"event\":\"message\"}");
    }
}
