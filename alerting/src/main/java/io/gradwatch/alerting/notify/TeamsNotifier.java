package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.Subject;
import io.gradwatch.alerting.message.Tone;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.http.HttpSettings;
import io.gradwatch.alerting.notify.http.PageLinks;
import io.gradwatch.alerting.notify.http.PalettePicture;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * Posts an Adaptive Card to a workflow of Microsoft Teams ("Post to a channel when a webhook request is received").
 *
 * <p>Teams takes 28 KB of a message and four requests a second
 * (learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using). Texts are runs of a
 * RichTextBlock, in which nothing is markup; in a TextBlock it would be. A picture is a data URI within the 28 KB,
 * since Teams fetches addresses without a login (pnp.github.io/blog/post/display-images-in-adaptive-cards).
 *
 * @param url of the workflow
 */
record TeamsNotifier(Secret url, HttpPoster poster) implements Notifier {

    static final int BYTES = 28 * 1024;

    /** Room for the head, the foot and the buttons. */
    private static final int RESERVED_BYTES = 6 * 1024;

    /** Room for the names of the fields of a picture. */
    private static final int PICTURE_FRAME_BYTES = 256;

    /** Most bytes of a character in JSON. */
    private static final int LONGEST_CHARACTER = 6;

    private static final int ENTRIES = 10;
    private static final int LINE_LENGTH = 600;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        ObjectNode body = body(Message.of(notification));
        notification.picture().ifPresent(picture -> addPicture(body, picture));
        return poster.send("POST", URI.create(url.reveal()), body.toString(), Map.of())
                .delivery();
    }

    @Override
    public Duration minimumInterval() {
        return Duration.ofMillis(250);
    }

    private static ObjectNode body(Message message) {
        ObjectNode body = JSON.objectNode().put("type", "message");
        ObjectNode attachment = body.putArray("attachments").addObject();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive").putNull("contentUrl");
        attachment.set("content", card(message));
        return body;
    }

    /** The picture goes below the words; where it has no room, the message goes without. */
    private static void addPicture(ObjectNode body, Picture picture) {
        int room = BYTES
                - bytes(body)
                - PICTURE_FRAME_BYTES
                - picture.description().length() * LONGEST_CHARACTER;
        PalettePicture.png(picture, room / 4 * 3)
                .ifPresent(png -> ((ArrayNode) body.at("/attachments/0/content/body"))
                        .addObject()
                        .put("type", "Image")
                        .put(
                                "url",
                                "data:image/png;base64," + Base64.getEncoder().encodeToString(png))
                        .put("altText", picture.description())
                        .put("size", "Stretch"));
    }

    private static ObjectNode card(Message message) {
        ObjectNode card = JSON.objectNode().put("type", "AdaptiveCard").put("version", "1.4");
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.putObject("msteams").put("width", "Full");
        card.put("fallbackText", message.title());
        ArrayNode blocks = card.putArray("body");
        ObjectNode title = text(message.title(), colour(message.tone()));
        ((ObjectNode) title.path("inlines").path(0)).put("weight", "Bolder").put("size", "Medium");
        blocks.add(title);
        blocks.add(text(message.subject().sentence(), "Default"));
        int shown = addEntries(blocks, message);
        addLines(blocks, message);
        add(blocks, message.rest(shown));
        add(blocks, message.note());
        addLinks(card, message);
        return card;
    }

    /** @return entries that found room */
    private static int addEntries(ArrayNode blocks, Message message) {
        int room = BYTES - RESERVED_BYTES;
        int shown = 0;
        for (MessageEntry entry : message.shownEntries(ENTRIES)) {
            ArrayNode added = JSON.arrayNode();
            ObjectNode head = text(entry.label() + " " + entry.fault(), colour(entry.tone()));
            ((ObjectNode) head.path("inlines").path(0)).put("weight", "Bolder");
            added.add(head.put("separator", true));
            entry.shortLines().forEach(line -> add(added, line));
            room -= bytes(added);
            if (room < 0) {
                return shown;
            }
            blocks.addAll(added);
            shown++;
        }
        return shown;
    }

    private static void addLines(ArrayNode blocks, Message message) {
        int room = BYTES - RESERVED_BYTES / 2 - bytes(blocks);
        for (Message.Line line : message.shownLines()) {
            ObjectNode added = text("• " + line.plain(), "Default");
            room -= bytes(added) + 1;
            if (room < 0) {
                return;
            }
            blocks.add(added);
        }
    }

    private static void addLinks(ObjectNode card, Message message) {
        Subject subject = message.subject();
        ArrayNode actions = JSON.arrayNode();
        open(actions, subject.several() ? "Open the fleet" : "Open the run", subject.link());
        message.shownEntries(1).forEach(entry -> open(actions, "Open the alert", entry.link()));
        if (!actions.isEmpty()) {
            card.set("actions", actions);
        }
    }

    private static void open(ArrayNode actions, String label, String link) {
        if (!PageLinks.shown(link).isEmpty()) {
            actions.addObject()
                    .put("type", "Action.OpenUrl")
                    .put("title", label)
                    .put("url", link);
        }
    }

    private static void add(ArrayNode blocks, String plain) {
        if (!plain.isEmpty()) {
            blocks.add(text(plain, "Default"));
        }
    }

    private static ObjectNode text(String plain, String colour) {
        ObjectNode block = JSON.objectNode().put("type", "RichTextBlock");
        block.putArray("inlines")
                .addObject()
                .put("type", "TextRun")
                .put("text", PlainText.shortened(plain, LINE_LENGTH))
                .put("color", colour);
        return block;
    }

    private static String colour(Tone tone) {
        return switch (tone) {
            case CRITICAL -> "Attention";
            case WARNING -> "Warning";
            case INFO -> "Accent";
            case RECOVERED -> "Good";
            case PAST -> "Default";
        };
    }

    private static int bytes(Object json) {
        return json.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return "TeamsNotifier(" + URI.create(url.reveal()).getHost() + ")";
    }

    /** Makes notifiers that post to the {@code url} of a workflow. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        @Override
        public String kind() {
            return "teams";
        }

        @Override
        public Notifier create(ConfigSection section) {
            Secret url = HttpSettings.secretUrl(section, "https://….powerplatform.com/…/workflows/…");
            HttpSettings.require(url, section, "url", "the address of a workflow that posts to a channel");
            return new TeamsNotifier(url, HttpSettings.poster(section));
        }
    }
}
