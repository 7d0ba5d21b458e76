package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.Tone;
import io.gradwatch.alerting.notify.http.HttpAnswer;
import io.gradwatch.alerting.notify.http.HttpContent;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.http.HttpSettings;
import io.gradwatch.alerting.notify.http.PageLinks;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes to a topic of ntfy, which pushes to phones without an account, with a picture of the curve where there is
 * one (docs.ntfy.sh/publish). Who knows the name of a topic of the public server can read it, so that the name is a
 * secret. A message that is sent again has the same sequence id and takes the place of the first, from ntfy 2.16 on.
 *
 * <p>ntfy takes 4,096 bytes of a message, twice as many of the JSON around it, and what is longer comes as a file.
 *
 * @param server address of the server
 * @param topic name of the topic
 * @param authorization value of that header; null for none
 */
record NtfyNotifier(URI server, Secret topic, Secret authorization, HttpPoster poster) implements Notifier {

    private static final int MESSAGE_BYTES = 4_096;
    private static final int JSON_BYTES = 2 * MESSAGE_BYTES;

    /** Bytes of a message in a header: servers take 8 KB of all headers, and Base64 makes it longer. Own choice. */
    private static final int HEADER_BYTES = 2_000;

    /** Room for the sentence that counts what is not shown. */
    private static final int REST_BYTES = 100;

    private static final int ENTRIES = 5;
    private static final int TITLE_LENGTH = 200;

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        Message message = Message.of(notification);
        Optional<Picture> picture = notification.picture();
        if (picture.isPresent()) {
            HttpAnswer answer = poster.send(
                    "PUT",
                    server.resolve(topic.reveal()),
                    new HttpContent("image/png", picture.get().png()),
                    headers(message, notification.key()));
            // A server that takes no files answers 400, or 429 when it has taken too many of them.
            if (answer.failure() != null || answer.successful() || answer.status() >= 500) {
                return answer.delivery();
            }
        }
        String body = body(message, notification.key());
        return poster.send("POST", server, body, HttpSettings.authorized(authorization))
                .delivery();
    }

    private Map<String, String> headers(Message message, String key) {
        Map<String, String> headers = new LinkedHashMap<>(HttpSettings.authorized(authorization));
        headers.put("X-Title", encoded(title(message)));
        headers.put("X-Message", encoded(oneHeader(text(message, HEADER_BYTES))));
        headers.put("X-Priority", Integer.toString(priority(message.tone())));
        headers.put("X-Filename", "curve.png");
        headers.put("X-Sequence-ID", key);
        String link = PageLinks.shown(message.subject().link());
        if (!link.isEmpty()) {
            headers.put("X-Click", link);
            headers.put("X-Actions", actions(message).toString());
        }
        return headers;
    }

    /** In a header ntfy takes backslash and n for the end of a line; where a name has them, they are none. */
    private static String oneHeader(String text) {
        return text.replace("\\n", "\\ n").replace("\n", "\\n");
    }

    /** Text for a header (RFC 2047), which ntfy reads. */
    private static String encoded(String text) {
        try {
            return MimeUtility.encodeText(text, "UTF-8", "B").replaceAll("\\s+", " ");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java platform has UTF-8", e);
        }
    }

    private String body(Message message, String key) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("topic", topic.reveal()).put("title", title(message)).put("sequence_id", key);
        body.put("priority", priority(message.tone()));
        String link = PageLinks.shown(message.subject().link());
        if (!link.isEmpty()) {
            body.put("click", link).set("actions", actions(message));
        }
        int bytes = MESSAGE_BYTES;
        do {
            body.put("message", text(message, bytes));
            bytes -= 500;
        } while (bytes > 0 && bytes(body.toString()) > JSON_BYTES);
        return body.toString();
    }

    private static String title(Message message) {
        return PlainText.shortened(message.tone().icon() + " " + message.title(), TITLE_LENGTH);
    }

    private static ArrayNode actions(Message message) {
        ArrayNode actions = JsonNodeFactory.instance.arrayNode();
        open(
                actions,
                message.subject().several() ? "Fleet" : "Run",
                message.subject().link());
        message.shownEntries(1).forEach(entry -> open(actions, "Alert", entry.link()));
        return actions;
    }

    private static void open(ArrayNode actions, String label, String link) {
        if (!PageLinks.shown(link).isEmpty()) {
            actions.addObject().put("action", "view").put("label", label).put("url", link);
        }
    }

    /** The message, of which the note is always told and what has no room is counted. */
    private static String text(Message message, int maximumBytes) {
        String note = message.note().isEmpty() ? "" : "\n" + message.note();
        int room = maximumBytes - bytes(note) - REST_BYTES;
        StringBuilder text = new StringBuilder(message.subject().sentence());
        boolean several = message.entries().size() > 1;
        int shown = 0;
        for (MessageEntry entry : message.shownEntries(ENTRIES)) {
            List<String> lines = new ArrayList<>(several ? List.of(entry.label() + " " + entry.fault()) : List.of());
            lines.addAll(entry.shortLines());
            if (!append(text, String.join("\n", lines), room)) {
                break;
            }
            shown++;
        }
        for (Message.Line line : message.shownLines()) {
            if (!append(text, "• " + line.plain(), room)) {
                break;
            }
        }
        String rest = message.rest(shown);
        return text + (rest.isEmpty() ? "" : "\n" + rest) + note;
    }

    private static boolean append(StringBuilder text, String lines, int room) {
        boolean fits = bytes(text.toString()) + 1 + bytes(lines) <= room;
        if (fits) {
            text.append('\n').append(lines);
        }
        return fits;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** From 1, no sound, to 5, which passes over "do not disturb" (docs.ntfy.sh/publish/#message-priority). */
    private static int priority(Tone tone) {
        return switch (tone) {
            case CRITICAL -> 5;
            case WARNING -> 4;
            case INFO -> 3;
            case RECOVERED, PAST -> 2;
        };
    }

    @Override
    public String toString() {
        return "NtfyNotifier(" + server.getHost() + ")";
    }

    /** Makes notifiers that publish to a {@code topic}, with a login where it needs one. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        /** Address of the server. */
        public static final ConfigKey<URI> URL = HttpSettings.api(
                "url", "https://ntfy.example.org/", URI.create("https://ntfy.sh/"), "Where the server is.");

        /** Name of a login. */
        public static final ConfigKey<String> USERNAME = HttpSettings.USERNAME;

        @Override
        public String kind() {
            return "ntfy";
        }

        @Override
        public Notifier create(ConfigSection section) {
            Secret topic = section.secret("topic");
            if (topic != null && !topic.reveal().matches("[A-Za-z0-9_-]{1,64}")) {
                section.problem("topic", "was '<secret>' but must be 1 to 64 letters, digits, hyphens, underscores");
            }
            HttpSettings.require(topic, section, "topic", "the name of a topic, which nobody can guess");
            Secret authorization = HttpSettings.authorization(section, "tk_...");
            return new NtfyNotifier(section.get(URL), topic, authorization, HttpSettings.poster(section));
        }
    }
}
