package io.gradwatch.alerting.notify.slack;

import static io.gradwatch.alerting.notify.slack.SlackText.escaped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays a message out in Block Kit, within its limits: 50 blocks, 150 characters in a header, 3,000 in the text of a
 * section (docs.slack.dev/reference/block-kit/blocks). Slack refuses messages of 12,000 to 13,000 characters although
 * each block is within its limits (slackapi/bolt-js issues 2509 and 2867); a message stays under 10,000.
 */
final class SlackMessage {

    static final int BLOCKS = 50;
    static final int HEADER_LENGTH = 150;
    static final int TOTAL_LENGTH = 10_000;

    /** Room for the JSON around the texts, the head, the foot and the fallback. */
    private static final int RESERVED_LENGTH = 2_500;

    /** Room for the lines of other runs together. */
    private static final int LINES_LENGTH = 4_500;

    /** A longer address is left out. */
    private static final int LINK_LENGTH = 1_000;

    /** Room for the JSON around one section. */
    private static final int SECTION_JSON_LENGTH = 80;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SlackMessage() {}

    static ObjectNode of(Message message) {
        ObjectNode body = JSON.objectNode();
        String title = message.tone().icon() + " " + message.title();
        body.put("text", escaped(title, 400));
        ArrayNode blocks = body.putArray("blocks");
        blocks.add(header(title));
        blocks.add(context(head(message.subject())));
        int shown = addEntries(blocks, message);
        addLines(blocks, message);
        for (String foot : List.of(message.rest(shown), message.note())) {
            if (!foot.isEmpty()) {
                blocks.add(context(escaped(foot, 300)));
            }
        }
        body.put("unfurl_links", false);
        body.put("unfurl_media", false);
        return body;
    }

    /** @return entries that found room */
    private static int addEntries(ArrayNode blocks, Message message) {
        int room = TOTAL_LENGTH - RESERVED_LENGTH;
        int shown = 0;
        int keptForLines = message.lines().isEmpty() ? 0 : LINES_LENGTH;
        for (MessageEntry entry : message.entries()) {
            List<JsonNode> added = sections(entry);
            int length = added.stream()
                    .mapToInt(block -> block.toString().length() + SECTION_JSON_LENGTH)
                    .sum();
            if (length > room - keptForLines || blocks.size() + added.size() > BLOCKS - 5) {
                break;
            }
            blocks.addAll(added);
            room -= length;
            shown++;
        }
        return shown;
    }

    /** Lines in sections; those that have no room in two of them are left out, with all after them. */
    private static void addLines(ArrayNode blocks, Message message) {
        StringBuilder text = new StringBuilder();
        int sections = 0;
        for (Message.Line line : message.shownLines()) {
            String next = "\n• " + linked(line.subject(), line.link()) + ": " + escaped(line.text(), 300);
            if (text.length() + next.length() > LINES_LENGTH / 2) {
                blocks.add(section(text.substring(1)));
                text.setLength(0);
                sections++;
            }
            if (sections == 2) {
                return;
            }
            text.append(next);
        }
        if (!text.isEmpty()) {
            blocks.add(section(text.substring(1)));
        }
    }

    private static String head(Subject subject) {
        String text = escaped(subject.sentenceWithId(), 600);
        return subject.link().isEmpty() ? text : text + " · " + linked("open", subject.link());
    }

    /**
     * The text as a link, where there is an address: ids in it are encoded, so that only an ampersand needs an escape.
     */
    private static String linked(String text, String link) {
        String label = escaped(text, 120);
        boolean fits = !link.isEmpty() && link.length() <= LINK_LENGTH && link.indexOf('|') < 0;
        return fits ? "<" + link.replace("&", "&amp;") + "|" + label + ">" : label;
    }

    private static List<JsonNode> sections(MessageEntry entry) {
        List<JsonNode> sections = new ArrayList<>();
        String head =
                entry.tone().icon() + " *" + escaped(entry.label(), 60) + "* " + linked(entry.fault(), entry.link());
        String facts = entry.facts().isEmpty() ? "" : "\n*Evidence:* " + escaped(String.join("; ", entry.facts()), 900);
        sections.add(
                section(head + "\n" + escaped(entry.summary(), 900) + "\n" + escaped(entry.status(), 400) + facts));
        if (!entry.causes().isEmpty()) {
            sections.add(section("*Why, probably*" + numbered(entry.causes())));
        }
        if (!entry.remedies().isEmpty()) {
            sections.add(section("*Try first*" + numbered(entry.remedies())));
        }
        if (!entry.checkpoint().isEmpty()) {
            sections.add(section("*" + MessageEntry.CHECKPOINT + "*\n" + escaped(entry.checkpoint(), 400)));
        }
        return sections;
    }

    private static String numbered(List<String> lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append('\n').append(i + 1).append(". ").append(escaped(lines.get(i), 400));
        }
        return text.toString();
    }

    private static ObjectNode header(String plain) {
        ObjectNode block = JSON.objectNode().put("type", "header");
        block.putObject("text")
                .put("type", "plain_text")
                .put("text", SlackText.plain(plain, HEADER_LENGTH))
                .put("emoji", false);
        return block;
    }

    private static ObjectNode section(String markup) {
        ObjectNode block = JSON.objectNode().put("type", "section");
        block.set("text", markup(markup));
        return block;
    }

    private static ObjectNode context(String markup) {
        ObjectNode block = JSON.objectNode().put("type", "context");
        block.putArray("elements").add(markup(markup));
        return block;
    }

    /** Verbatim: Slack makes no links or mentions of what looks like one. */
    private static ObjectNode markup(String text) {
        return JSON.objectNode().put("type", "mrkdwn").put("text", text).put("verbatim", true);
    }
}
