package io.gradwatch.alerting.testing.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A workflow of Microsoft Teams: an Adaptive Card of at most 28 KB in its envelope. Text may stand only where Teams
 * reads no markup, in the runs of a RichTextBlock.
 */
public final class LoopbackTeams extends LoopbackService {

    private static final int MOST_BYTES = 28 * 1024;

    @Override
    protected boolean authorized(Request request, JsonNode body) {
        return request.address().toString().equals("/workflows/1/triggers/manual/paths/invoke?sig=" + SECRET);
    }

    @Override
    protected List<String> broken(Request request, JsonNode body) {
        List<String> broken = new ArrayList<>();
        JsonNode attachment = body.at("/attachments/0");
        JsonNode card = attachment.path("content");
        int bytes = request.bytes().length;
        require(broken, bytes <= MOST_BYTES, "a message of " + bytes + " bytes");
        require(broken, body.path("type").asText().equals("message"), "no message");
        require(broken, body.path("attachments").size() == 1, "attachments");
        String type = attachment.path("contentType").asText();
        require(broken, type.equals("application/vnd.microsoft.card.adaptive"), "type " + type);
        require(broken, card.path("type").asText().equals("AdaptiveCard"), "no card");
        require(broken, card.path("version").asText().matches("1\\.[0-5]"), "version");
        require(broken, !card.path("body").isEmpty(), "an empty card");
        card.path("body").forEach(block -> {
            if (block.path("type").asText().equals("Image")) {
                require(broken, block.path("url").asText().startsWith("data:image/png;base64,"), "an address");
                require(broken, !block.path("altText").asText().isEmpty(), "a picture without words");
                return;
            }
            require(broken, block.path("type").asText().equals("RichTextBlock"), "markup in " + block.path("type"));
            block.path("inlines")
                    .forEach(run -> require(
                            broken,
                            run.path("type").asText().equals("TextRun")
                                    && !run.path("text").asText().isEmpty(),
                            "a bad run of text"));
        });
        card.path("actions").forEach(action -> {
            require(broken, action.path("type").asText().equals("Action.OpenUrl"), "action");
            require(broken, action.path("url").asText().startsWith("https://watch.example/"), "a link elsewhere");
        });
        return broken;
    }

    /** Power Automate takes a request before it posts. */
    @Override
    protected Trouble.Answer taken(Request request, JsonNode body) {
        return answer(202, "");
    }
}
