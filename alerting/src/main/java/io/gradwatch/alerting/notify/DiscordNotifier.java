package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
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
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Posts an embed to a webhook of a Discord channel, with a picture of the curve where there is one. Nobody is
 * mentioned, and nothing of a name is markup.
 *
 * <p>Discord takes 256 characters of a title, 4,096 of a description, and 6,000 of a message in all
 * (discord.com/developers/docs/resources/message#embed-object-embed-limits); a webhook takes five requests in two
 * seconds. How long to wait after too many stands in the body of the answer as well. With {@code wait} the answer says
 * that the message was kept, not only that the request was read.
 *
 * @param url of the webhook
 */
record DiscordNotifier(Secret url, HttpPoster poster) implements Notifier {

    private static final int TITLE_LENGTH = 256;
    private static final int DESCRIPTION_LENGTH = 4_096;
    private static final int ENTRIES = 10;

    /** Room for the sentence that counts what is not shown. */
    private static final int REST_LENGTH = 100;

    private static final int NOTE_LENGTH = 1_000;
    private static final String FILE = "curve.png";

    /** Signs of Discord's markup; a backslash before makes each stand for itself. */
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_~|>#\\[\\](){}@<:.+-]");

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        ObjectNode body = body(Message.of(notification));
        Optional<Picture> picture = notification.picture();
        if (picture.isPresent()) {
            HttpAnswer answer = post(withPicture(body.deepCopy(), picture.get()));
            if (answer.status() != 400 && answer.status() != 413) {
                return delivery(answer);
            }
            // Without the picture it may pass.
        }
        return delivery(post(HttpContent.json(body.toString())));
    }

    private HttpAnswer post(HttpContent content) throws InterruptedException {
        String address = url.reveal();
        return poster.send(
                "POST", URI.create(address + (address.contains("?") ? "&" : "?") + "wait=true"), content, Map.of());
    }

    private static Delivery delivery(HttpAnswer answer) {
        return answer.withWaitAt("/retry_after").delivery();
    }

    @Override
    public Duration minimumInterval() {
        return Duration.ofMillis(400);
    }

    private static HttpContent withPicture(ObjectNode body, Picture picture) {
        ((ObjectNode) body.at("/embeds/0")).putObject("image").put("url", "attachment://" + FILE);
        ObjectNode attachment =
                body.putArray("attachments").addObject().put("id", 0).put("filename", FILE);
        attachment.put("description", PlainText.oneLine(picture.description(), NOTE_LENGTH));
        return HttpContent.form(List.of(
                HttpContent.Part.json("payload_json", body.toString()),
                HttpContent.Part.png("files[0]", FILE, picture.png())));
    }

    private static ObjectNode body(Message message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("allowed_mentions").putArray("parse");
        ObjectNode embed = body.putArray("embeds").addObject();
        String icon = message.tone().icon() + " ";
        embed.put("title", icon + escaped(message.title(), TITLE_LENGTH - icon.length()));
        embed.put("color", Integer.parseInt(message.tone().colour().substring(1), 16));
        String link = PageLinks.shown(message.subject().link());
        if (!link.isEmpty()) {
            embed.put("url", link);
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
            String link = PageLinks.shown(entry.link());
            String added = "\n\n**" + escaped(entry.label() + " " + entry.fault()) + "**\n"
                    + escaped(String.join("\n", entry.shortLines()))
                    + (link.isEmpty() ? "" : "\n[the alert](" + link + ")");
            if (!fits(text, added)) {
                break;
            }
            text.append(added);
            shown++;
        }
        String before = "\n\n";
        for (Message.Line line : message.shownLines()) {
            String added = before + "• " + escaped(line.plain());
            if (!fits(text, added)) {
                break;
            }
            text.append(added);
            before = "\n";
        }
        String rest = message.rest(shown);
        return rest.isEmpty()
                ? text.toString()
                : text.append("\n\n").append(rest).toString();
    }

    private static boolean fits(StringBuilder text, String added) {
        return text.length() + added.length() <= DESCRIPTION_LENGTH - REST_LENGTH;
    }

    private static String escaped(String plain) {
        return MARKUP.matcher(plain).replaceAll("\\\\$0");
    }

    /** The text, shortened before it is escaped, so that no escape is cut. */
    private static String escaped(String plain, int maximumLength) {
        String text = escaped(plain);
        for (int length = maximumLength; text.length() > maximumLength; length -= 8) {
            text = escaped(PlainText.shortened(plain, length));
        }
        return text;
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
