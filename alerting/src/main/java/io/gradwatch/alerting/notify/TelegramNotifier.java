package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends messages as a bot of Telegram, with a picture of the curve where there is one; those of an incident answer its
 * first. The token is a part of the address, which is shown nowhere.
 *
 * <p>Telegram takes 4,096 characters of a text, 1,024 of the caption of a picture, not counting the marks of HTML, and
 * 20 messages a minute in a group (core.telegram.org/bots/api#sendmessage, core.telegram.org/bots/faq). How long to
 * wait after too many stands in the body of its answer.
 *
 * @param api address below which the methods of bots are
 * @param token of the bot
 * @param chat id of the chat, or name of the channel
 */
record TelegramNotifier(URI api, Secret token, String chat, HttpPoster poster) implements Notifier {

    private static final int TEXT_LENGTH = 4_096;
    private static final int CAPTION_LENGTH = 1_024;
    private static final int ENTRIES = 10;
    private static final String HTML = "HTML";

    /** Room for the sentence that counts what is not shown. */
    private static final int REST_LENGTH = 100;

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        Message message = Message.of(notification);
        Optional<ObjectNode> first = notification
                .thread()
                .filter(id -> id.matches("\\d{1,18}"))
                .map(id -> JsonNodeFactory.instance
                        .objectNode()
                        .put("message_id", Long.parseLong(id))
                        .put("allow_sending_without_reply", true));
        Optional<Picture> picture = notification.picture();
        if (picture.isPresent()) {
            HttpAnswer answer = post("sendPhoto", photo(message, first, picture.get()));
            if (answer.status() != 400 && answer.status() != 413) {
                return delivery(answer);
            }
            // Without the picture it may pass.
        }
        return delivery(post("sendMessage", text(message, first)));
    }

    private HttpAnswer post(String method, HttpContent content) throws InterruptedException {
        return poster.send("POST", URI.create(api + "bot" + token.reveal() + "/" + method), content, Map.of());
    }

    private HttpContent text(Message message, Optional<ObjectNode> first) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("chat_id", chat).put("text", html(message, TEXT_LENGTH)).put("parse_mode", HTML);
        body.putObject("link_preview_options").put("is_disabled", true);
        first.ifPresent(reply -> body.set("reply_parameters", reply));
        return HttpContent.json(body.toString());
    }

    private HttpContent photo(Message message, Optional<ObjectNode> first, Picture picture) {
        List<HttpContent.Part> parts = new ArrayList<>();
        parts.add(HttpContent.Part.text("chat_id", chat));
        parts.add(HttpContent.Part.text("caption", html(message, CAPTION_LENGTH)));
        parts.add(HttpContent.Part.text("parse_mode", HTML));
        first.ifPresent(reply -> parts.add(HttpContent.Part.json("reply_parameters", reply.toString())));
        parts.add(HttpContent.Part.png("photo", "curve.png", picture.png()));
        return HttpContent.form(parts);
    }

    private static Delivery delivery(HttpAnswer answer) {
        if (!answer.successful()) {
            return answer.withWaitAt("/parameters/retry_after").failureDelivery();
        }
        JsonNode id = answer.json().at("/result/message_id");
        return Delivery.delivered(id.isIntegralNumber() ? id.asText() : "");
    }

    /** One message in three seconds: 20 a minute. */
    @Override
    public Duration minimumInterval() {
        return Duration.ofSeconds(3);
    }

    private static String html(Message message, int length) {
        Html text = new Html(length);
        text.add(message.tone().icon() + " ").open("<b>").add(message.title()).open("</b>");
        text.add("\n").link(message.subject().sentence(), message.subject().link());
        // The alerts that are not shown are counted, and the note is always told: both are added last and have their
        // room kept.
        text.keep(PlainText.unlinked(message.note()).length() + REST_LENGTH);
        int shown = 0;
        for (MessageEntry entry : message.shownEntries(ENTRIES)) {
            Html added = new Html(length).add("\n\n").open("<b>");
            added.link(entry.label() + " " + entry.fault(), entry.link()).open("</b>\n");
            if (!text.add(added.add(String.join("\n", entry.shortLines())), length)) {
                break;
            }
            shown++;
        }
        String before = "\n\n";
        for (Message.Line line : message.shownLines()) {
            Html added = new Html(length).add(before + "• ").link(line.subject(), line.link());
            if (!text.add(added.add(": " + line.text()), length)) {
                break;
            }
            before = "\n";
        }
        for (String foot : List.of(message.rest(shown), message.note())) {
            if (!foot.isEmpty()) {
                text.add("\n\n" + foot);
            }
        }
        return text.html.toString();
    }

    /** Text with marks, of which the characters that people see are counted. */
    private static final class Html {

        private final StringBuilder html = new StringBuilder();
        private int room;

        Html(int length) {
            room = length;
        }

        Html open(String mark) {
            html.append(mark);
            return this;
        }

        Html add(String plain) {
            String unlinked = PlainText.unlinked(plain);
            html.append(PlainText.html(unlinked));
            room -= unlinked.length();
            return this;
        }

        Html link(String plain, String address) {
            String shown = PageLinks.shown(address);
            return shown.isEmpty()
                    ? add(plain)
                    : open("<a href=\"" + PlainText.html(shown) + "\">")
                            .add(plain)
                            .open("</a>");
        }

        void keep(int characters) {
            room -= characters;
        }

        /** Adds the other one, which has the same length, as a whole, or nothing of it where it has no room. */
        boolean add(Html other, int length) {
            int needed = length - other.room;
            if (needed > room) {
                return false;
            }
            html.append(other.html);
            room -= needed;
            return true;
        }
    }

    @Override
    public String toString() {
        return "TelegramNotifier(" + api.getHost() + ")";
    }

    /** Makes notifiers that send to a chat with the {@code token} of a bot. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        /** Chat that the bot writes to. */
        public static final ConfigKey<String> CHAT = ConfigKey.text(
                        "chat", null, "Id of the chat, or @name of the channel, that the bot writes to.")
                .that(chat -> chat.matches("-?\\d{1,20}|@\\w{3,64}"), "such as -1001234567890 or @channel");

        /** Address of the Bot API. */
        public static final ConfigKey<URI> API = HttpSettings.api(
                "api-url",
                "https://api.telegram.org/",
                URI.create("https://api.telegram.org/"),
                "Where the Bot API is.");

        @Override
        public String kind() {
            return "telegram";
        }

        @Override
        public Notifier create(ConfigSection section) {
            String chat = section.require(CHAT);
            Secret token = section.secret("token");
            if (token != null && !token.reveal().matches("[A-Za-z0-9:_-]{10,100}")) {
                section.problem("token", "was '<secret>' but must be a token such as 110201543:AAHdqTcv…");
            }
            HttpSettings.require(token, section, "token", "the token of a bot, as @BotFather gives it");
            return new TelegramNotifier(section.get(API), token, chat, HttpSettings.poster(section));
        }
    }
}
