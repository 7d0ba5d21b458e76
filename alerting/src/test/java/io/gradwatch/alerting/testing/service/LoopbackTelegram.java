package io.gradwatch.alerting.testing.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Telegram's Bot API: {@code sendMessage} and {@code sendPhoto} to one chat (core.telegram.org/bots/api). */
public final class LoopbackTelegram extends LoopbackService {

    private static final String CHAT = "-1001";
    private static final int TEXT_LENGTH = 4_096;
    private static final int CAPTION_LENGTH = 1_024;
    private static final String MARKS = "</?b>|<a href=\"https://watch\\.example/[^\"<>]*\">|</a>";

    @Override
    protected JsonNode body(Request request) {
        Map<String, String> parts = Form.parts(request);
        if (parts.isEmpty()) {
            return json(request.body());
        }
        ObjectNode body = new ObjectMapper().createObjectNode();
        parts.keySet().stream()
                .filter(name -> !name.equals("photo"))
                .forEach(name -> body.put(name, Form.text(parts, name)));
        return body;
    }

    @Override
    protected boolean authorized(Request request, JsonNode body) {
        return request.address().getPath().matches("/bot110:" + SECRET + "/(sendMessage|sendPhoto)");
    }

    @Override
    protected List<String> broken(Request request, JsonNode body) {
        List<String> broken = new ArrayList<>();
        boolean photo = request.address().getPath().endsWith("sendPhoto");
        String html = body.path(photo ? "caption" : "text").asText();
        String text = html.replaceAll(MARKS, "");
        require(broken, body.path("chat_id").asText().equals(CHAT), "chat not found");
        require(broken, body.path("parse_mode").asText().equals("HTML"), "parse_mode");
        require(broken, text.indexOf('<') < 0 && text.indexOf('>') < 0, "can't parse entities: " + text);
        require(broken, !text.matches("(?s).*&(?!amp;|lt;|gt;|quot;|#39;).*"), "can't parse entities: " + text);
        require(broken, !text.matches("(?s).*@\\w.*"), "a mention: " + text);
        require(broken, !text.matches("(?is).*\\b[a-z0-9-]+\\.(example|com|org|invalid)\\b.*"), "a link: " + text);
        int length = text.replaceAll("&[a-z#0-9]+;", "x").length();
        require(broken, length >= 1 && length <= (photo ? CAPTION_LENGTH : TEXT_LENGTH), "text of " + length);
        require(broken, photo == Form.parts(request).containsKey("photo"), "a photo");
        return broken;
    }

    @Override
    protected Trouble.Answer taken(Request request, JsonNode body) {
        return answer(200, "{\"ok\":true,\"result\":{\"message_id\":" + (100 + taken().size()) + "}}");
    }
}
