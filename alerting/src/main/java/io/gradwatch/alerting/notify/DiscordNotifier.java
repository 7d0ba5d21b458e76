package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.http.HttpSettings;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Posts an embed to a webhook of a Discord channel. Nobody is mentioned, and nothing of a name is markup.
 *
 * <p>Discord takes 256 characters of a title, 4,096 of a description, 1,024 of a field, and 6,000 of a message in all
 * (discord.com/developers/docs/resources/message#embed-object-embed-limits); a webhook takes five requests in two
 * seconds.
 *
 * @param url of the webhook
 */
record DiscordNotifier(Secret url, HttpPoster poster) implements Notifier {

    static final int TITLE_LENGTH = 256;
    static final int DESCRIPTION_LENGTH = 4_096;
    static final int TOTAL_LENGTH = 6_000;

    private static final int ENTRIES = 10;
    private static final int NOTE_LENGTH = 500;

    /** Signs of Discord's markup; a backslash before makes each stand for itself. */
    private static final Pattern MARKUP = Pattern.compile("([\\\\`*_~|>#\\[\\](){}@<:.+-])");

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        String body = body(Message.of(notification)).toString();
        return poster.send("POST", URI.create(url.reveal()), body, Map.of()).delivery();
    }

    @Override
    public Duration minimumInterval() {
        return Duration.ofMillis(400);
    }

    private static ObjectNode body(Message message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("allowed_mentions").putArray("parse");
        ArrayNode embeds = body.putArray("embeds");
        ObjectNode embed = embeds.addObject();
        // A title knows no markup but emoji and mentions of nobody.
        embed.put("title", PlainText.shortened(message.tone().icon() + " " + message.title(), TITLE_LENGTH));
        embed.put("color", Integer.parseInt(message.tone().colour().substring(1), 16));
        if (!message.subject().link().isEmpty()) {
            embed.put("url", message.subject().link());
        }
        embed.put("description", description(message));
        if (!message.note().isEmpty()) {
            embed.putObject("footer").put("text", PlainText.shortened(message.note(), NOTE_LENGTH));
        }
        return body;
    }

    private static String description(Message message) {
        StringBuilder text = new StringBuilder(escaped(message.subject().sentence()));
        int shown = 0;
        for (MessageEntry entry : message.shownEntries(ENTRIES)) {
            String added = "\n\n**" + escaped(entry.label() + " " + entry.fault()) + "**\n"
                    + escaped(String.join("\n", entry.shortLines()))
                    + (entry.link().isEmpty() ? "" : "\n<" + entry.link() + ">");
            if (text.length() + added.length() > DESCRIPTION_LENGTH - NOTE_LENGTH) {
                break;
            }
            text.append(added);
            shown++;
        }
        String before = "\n\n";
        for (Message.Line line : message.shownLines()) {
            String added = before + "• " + escaped(line.plain());
            if (text.length() + added.length() > DESCRIPTION_LENGTH - NOTE_LENGTH) {
                break;
            }
            text.append(added);
            before = "\n";
        }
        String rest = message.rest(shown);
        return rest.isEmpty() ? text.toString() : text.append("\n\n").append(escaped(rest)).toString();
    }

    private static String escaped(String plain) {
        return MARKUP.matcher(plain).replaceAll("\\\\$1");
    }

    @Override
    public String toString() {
        return "DiscordNotifier(" + URI.create(url.reveal()).getHost() + ")";
    }

    /** Makes notifiers that post to the {@code url} of a channel's webhook. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        @Override
        public String kind() {
            return "discord";
        }

        @Override
        public Notifier create(ConfigSection section) {
            Secret url = HttpSettings.secretUrl(section, "https://discord.com/api/webhooks/…");
            HttpSettings.require(url, section, "url", "the address of a webhook of the channel");
            return new DiscordNotifier(url, HttpSettings.poster(section));
        }
    }
}
