package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.Tone;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.http.HttpSettings;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Publishes to a topic of ntfy, which pushes to phones without an account (docs.ntfy.sh/publish). Who knows the name of
 * a topic of the public server can read it, so that the name is a secret.
 *
 * <p>ntfy takes 4,096 bytes of a message; what is longer would come as a file.
 *
 * @param server address of the server
 * @param topic name of the topic
 * @param token of an account with access to the topic; null for none
 */
record NtfyNotifier(URI server, Secret topic, Secret token, HttpPoster poster) implements Notifier {

    static final int MESSAGE_BYTES = 4_096;

    private static final int ENTRIES = 5;
    private static final int TITLE_LENGTH = 250;

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        Map<String, String> headers = token == null ? Map.of() : Map.of("Authorization", "Bearer " + token.reveal());
        return poster.send("POST", server, body(Message.of(notification)).toString(), headers)
                .delivery();
    }

    private ObjectNode body(Message message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("topic", topic.reveal());
        body.put("title", PlainText.shortened(message.tone().icon() + " " + message.title(), TITLE_LENGTH));
        body.put("message", text(message)).put("priority", priority(message.tone()));
        if (!message.subject().link().isEmpty()) {
            body.put("click", message.subject().link());
            ArrayNode actions = body.putArray("actions");
            open(actions, "Open", message.subject().link());
            message.shownEntries(1).forEach(entry -> open(actions, "Alert", entry.link()));
        }
        return body;
    }

    private static void open(ArrayNode actions, String label, String link) {
        if (!link.isEmpty()) {
            actions.addObject().put("action", "view").put("label", label).put("url", link);
        }
    }

    private static String text(Message message) {
        List<String> lines = new ArrayList<>(List.of(message.subject().sentence()));
        boolean several = message.entries().size() > 1;
        for (MessageEntry entry : message.shownEntries(ENTRIES)) {
            if (several) {
                lines.add(entry.label() + " " + entry.fault());
            }
            lines.addAll(entry.shortLines());
        }
        message.shownLines().forEach(line -> lines.add("• " + line.plain()));
        lines.add(message.rest(ENTRIES));
        lines.add(message.note());
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            String next = line.isEmpty() ? "" : line + "\n";
            if (bytes(text.toString()) + bytes(next) > MESSAGE_BYTES - bytes("…")) {
                return text.append('…').toString();
            }
            text.append(next);
        }
        return text.toString().strip();
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

    /** Makes notifiers that publish to a {@code topic}, with the {@code token} of an account where it needs one. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        /** Address of the server. */
        public static final ConfigKey<URI> URL = HttpSettings.api(
                "url", "https://ntfy.example.org/", URI.create("https://ntfy.sh/"), "Where the server is.");

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
            Secret token = HttpSettings.token(section, "tk_...");
            return new NtfyNotifier(section.get(URL), topic, token, HttpSettings.poster(section));
        }
    }
}
