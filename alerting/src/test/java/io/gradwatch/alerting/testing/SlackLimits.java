package io.gradwatch.alerting.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The documented limits of Block Kit, and the undocumented one of a whole message. */
public final class SlackLimits {

    /** A link that the product makes, to the page that a test names or to that of this host. */
    private static final Pattern LINK =
            Pattern.compile("<(?:https://watch\\.example|http://127\\.0\\.0\\.1:\\d+)/[A-Za-z0-9%/._~*-]*\\|[^<>]*>");

    /** A user whom the workspace of the tests answers by address, and whom no job names. */
    private static final Pattern MENTION = Pattern.compile("<@" + SlackWorkspace.USERS + "\\d+>");

    private final List<String> broken = new ArrayList<>();

    private SlackLimits() {}

    /** Limits that the message breaks; empty where it breaks none. */
    public static List<String> brokenBy(JsonNode message) {
        SlackLimits limits = new SlackLimits();
        limits.require(message.path("text").isTextual(), "no text");
        limits.require(message.path("text").asText().length() <= 4_000, "text over 4,000");
        limits.require(
                message.toString().length() < 10_000,
                "message of " + message.toString().length());
        limits.require(
                message.path("blocks").size() <= 50,
                "blocks: " + message.path("blocks").size());
        limits.unescaped(message.path("text").asText());
        message.path("blocks").forEach(limits::block);
        return limits.broken;
    }

    private void block(JsonNode block) {
        switch (block.path("type").asText()) {
            case "header" -> {
                require("plain_text".equals(block.at("/text/type").asText()), "a header that is not plain text");
                text(block.path("text"), 150, "header");
            }
            case "section" -> {
                require(block.has("text") || block.has("fields"), "a section without text and fields");
                if (block.has("text")) {
                    text(block.path("text"), 3_000, "section");
                }
                require(
                        block.path("fields").size() <= 10,
                        "fields: " + block.path("fields").size());
                block.path("fields").forEach(field -> text(field, 2_000, "field"));
            }
            case "context" -> {
                require(
                        !block.path("elements").isEmpty()
                                && block.path("elements").size() <= 10,
                        "context elements");
                block.path("elements").forEach(element -> text(element, 2_000, "context"));
            }
            case "actions" -> actions(block);
            case "divider" -> {}
            default -> broken.add("unknown block " + block.path("type"));
        }
    }

    private void actions(JsonNode block) {
        require(
                !block.path("elements").isEmpty() && block.path("elements").size() <= 25,
                "elements of actions: " + block.path("elements").size());
        for (JsonNode button : block.path("elements")) {
            require("plain_text".equals(button.at("/text/type").asText()), "a button that is not plain text");
            text(button.path("text"), 75, "button");
            require(button.path("value").asText().length() <= 2_000, "value of a button");
            require(button.path("action_id").asText().length() <= 255, "action_id");
        }
    }

    private void text(JsonNode text, int most, String what) {
        int length = text.path("text").asText().length();
        require(length >= 1 && length <= most, what + " of " + length + " characters");
        unescaped(text.path("text").asText());
    }

    /** Text of a job must not become a mention or a link. */
    private void unescaped(String withLinks) {
        String text = LINK.matcher(withLinks).replaceAll("link");
        text = MENTION.matcher(text).replaceAll("user");
        require(text.indexOf('<') < 0 && text.indexOf('>') < 0, "unescaped: " + text);
        require(!text.matches("(?s).*&(?!amp;|lt;|gt;).*"), "a bare ampersand: " + text);
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            broken.add(what);
        }
    }
}
