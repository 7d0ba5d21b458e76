package io.gradwatch.alerting.testing.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A webhook of Discord (discord.com/developers/docs/resources/webhook#execute-webhook). */
public final class LoopbackDiscord extends LoopbackService {

    private static final Map<String, Integer> LIMITS =
            Map.of("/title", 256, "/description", 4_096, "/footer/text", 2_048);
    private static final int TOTAL_LENGTH = 6_000;
    private static final String OWN_MARKUP = "\\*\\*|\\[the alert]\\(https://watch\\.example/[^)]*\\)";
    private boolean takesPictures = true;

    /** Refuses every picture from now on. */
    public synchronized void refusePictures() {
        takesPictures = false;
    }

    @Override
    protected JsonNode body(Request request) {
        Map<String, String> parts = Form.parts(request);
        return json(parts.isEmpty() ? request.body() : Form.text(parts, "payload_json"));
    }

    @Override
    protected boolean authorized(Request request, JsonNode body) {
        return request.address().toString().equals("/api/webhooks/1/" + SECRET + "?wait=true");
    }

    @Override
    protected List<String> broken(Request request, JsonNode body) {
        JsonNode embed = body.at("/embeds/0");
        List<String> broken = new ArrayList<>(tooLong(embed, LIMITS));
        int total = 0;
        for (String place : LIMITS.keySet()) {
            total += embed.at(place).asText().length();
        }
        require(broken, total <= TOTAL_LENGTH, "a message of " + total);
        require(broken, body.at("/allowed_mentions/parse").isArray(), "mentions are allowed");
        require(broken, body.at("/allowed_mentions/parse").isEmpty(), "mentions are allowed");
        for (String place : List.of("/title", "/description")) {
            String text = embed.at(place).asText().replaceAll(OWN_MARKUP, "").replaceAll("\\\\[^0-9A-Za-z\\s]", "");
            require(broken, !text.isBlank() || place.equals("/description"), "no text");
            require(broken, !text.matches("(?s).*[\\\\`*_~|>#\\[\\](){}@<:].*"), "markup: " + text);
        }
        Map<String, String> parts = Form.parts(request);
        boolean attached = parts.containsKey("files[0]");
        require(broken, !attached || takesPictures, "a picture");
        require(broken, attached == embed.has("image"), "a picture that is not there");
        return broken;
    }

    @Override
    protected Trouble.Answer taken(Request request, JsonNode body) {
        return answer(200, "{\"id\":\"" + (1_000 + taken().size()) + "\"}");
    }
}
