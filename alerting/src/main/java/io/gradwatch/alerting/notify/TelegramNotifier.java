package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.http.HttpAnswer;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.http.HttpSettings;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Sends messages as a bot of Telegram; those of one incident answer its first. The token is a part of the address, which
 * is shown nowhere.
 *
 * <p>Telegram takes 4,096 characters of a text, and 20 messages a minute in a group
 * (core.telegram.org/bots/api#sendmessage, core.telegram.org/bots/faq). How long to wait after too many stands in the
 * body of its answer.
 *
 * @param api address below which the methods of bots are
 * @param token of the bot
 * @param chat id of the chat, or name of the channel
 */
record TelegramNotifier(URI api, Secret token, String chat, HttpPoster poster) implements Notifier {

    /** Characters of a text; the marks of HTML do not count for Telegram, but do here. */
    static final int TEXT_LENGTH = 4_096;

    private static final int ENTRIES = 10;
    private static final int RESERVED_LENGTH = 600;

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("chat_id", chat).put("text", text(Message.of(notification))).put("parse_mode", "HTML");
        body.putObject("link_preview_options").put("is_disabled", true);
        notification.thread().filter(id -> id.matches("\\d{1,18}")).ifPresent(id -> body.putObject("reply_parameters")
                .put("message_id", Long.parseLong(id))
                .put("allow_sending_without_reply", true));
        HttpAnswer answer =
                poster.send("POST", URI.create(api + "bot" + token.reveal() + "/sendMessage"), body.toString(), Map.of());
        if (answer.successful()) {
            JsonNode id = answer.json().path("result").path("message_id");
            return id.isIntegralNumber()
                    ? Delivery.delivered(id.asText())
                    : Delivery.retry(FailureReason.SERVER_ERROR, "Telegram did not answer as it does");
        }
        return answer.status() == 429 ? rateLimited(answer) : answer.failureDelivery();
    }

    private static Delivery rateLimited(HttpAnswer answer) {
        JsonNode seconds = answer.json().path("parameters").path("retry_after");
        Optional<Duration> wait = seconds.isIntegralNumber()
                ? Optional.of(Duration.ofSeconds(Math.max(0, Math.min(3_600, seconds.asLong()))))
                : answer.retryAfter();
        return Delivery.retry(FailureReason.RATE_LIMITED, "HTTP 429", wait);
    }

    @Override
    public Duration minimumInterval() {
        return Duration.ofSeconds(3);
    }

    private static String text(Message message) {
        String title = message.tone().icon() + " <b>" + PlainText.html(message.title()) + "</b>";
        StringBuilder text = new StringBuilder(title + "\n" + linked(message.subject().sentence(), message.subject().link()));
        int shown = 0;
        for (MessageEntry entry : message.shownEntries(ENTRIES)) {
            String added = "\n\n<b>" + linked(entry.label() + " " + entry.fault(), entry.link()) + "</b>\n"
                    + PlainText.html(String.join("\n", entry.shortLines()));
            if (!fits(text, added)) {
                break;
            }
            text.append(added);
            shown++;
        }
        String before = "\n\n";
        for (Message.Line line : message.shownLines()) {
            String added = before + "• " + linked(line.subject(), line.link()) + ": " + PlainText.html(line.text());
            if (!fits(text, added)) {
                break;
            }
            text.append(added);
            before = "\n";
        }
        append(text, message.rest(shown));
        append(text, message.note());
        return text.toString();
    }

    private static boolean fits(StringBuilder text, String added) {
        return text.length() + added.length() <= TEXT_LENGTH - RESERVED_LENGTH;
    }

    private static void append(StringBuilder text, String plain) {
        if (!plain.isEmpty()) {
            text.append("\n\n").append(PlainText.html(plain));
        }
    }

    private static String linked(String plain, String link) {
        String text = PlainText.html(plain);
        return link.isEmpty() ? text : "<a href=\"" + PlainText.html(link) + "\">" + text + "</a>";
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
                "api-url", "https://api.telegram.org/", URI.create("https://api.telegram.org/"), "Where the Bot API is.");

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
