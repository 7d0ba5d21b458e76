package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.Subject;
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
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Sha256;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps one annotation of the organization for each alert, by Grafana's API ({@code /api/annotations}): it begins where
 * the alert fired and ends where it ended. The annotation is looked up by a tag before each change, so that a message
 * that is sent again changes nothing, also after a restart.
 *
 * <p>Grafana keeps 500 bytes of tags with an annotation and 100 characters of each, so names are cut, and the alert is
 * known by a digest of its id. The text of an annotation is HTML to Grafana.
 *
 * @param annotations address of the annotations
 * @param token of a service account
 */
record GrafanaNotifier(URI annotations, Secret token, HttpPoster poster) implements Notifier {

    /** Tag of every annotation of Gradwatch, by which a dashboard asks for them. */
    private static final String TAG = "gradwatch";

    private static final int NAME_CHARACTERS = 30;
    private static final int DIGEST_BYTES = 16;
    private static final int TEXT_LENGTH = 4_000;

    @Override
    public boolean takesSummaries() {
        return false;
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        for (AlertChange change : notification.group().changes()) {
            Delivery delivery = draw(notification, change);
            if (!(delivery instanceof Delivery.Delivered)) {
                return delivery;
            }
        }
        return Delivery.delivered();
    }

    private Delivery draw(Notification notification, AlertChange change) throws InterruptedException {
        String tag = URLEncoder.encode(alertTag(change.alert()), StandardCharsets.UTF_8);
        HttpAnswer found = send("GET", URI.create(annotations + "?type=annotation&limit=1&tags=" + tag), "");
        if (!found.successful()) {
            return found.failureDelivery();
        }
        JsonNode list = found.json();
        if (!list.isArray()) {
            return Delivery.retry(FailureReason.SERVER_ERROR, "Grafana answered with no list of annotations");
        }
        JsonNode id = list.path(0).path("id");
        ObjectNode annotation = annotation(notification, change);
        HttpAnswer answer = id.isMissingNode()
                ? send(
                        "POST",
                        annotations,
                        annotation
                                .put("time", change.alert().getRaisedTimeMillis())
                                .toString())
                : send("PATCH", URI.create(annotations + "/" + id.asLong()), annotation.toString());
        if (!answer.successful()) {
            return answer.failureDelivery();
        }
        return answer.json().has("message")
                ? Delivery.delivered()
                : Delivery.retry(FailureReason.SERVER_ERROR, "Grafana did not answer as it does");
    }

    private HttpAnswer send(String method, URI address, String body) throws InterruptedException {
        return poster.send(method, address, body, Map.of("Authorization", "Bearer " + token.reveal()));
    }

    /** The tag by which the annotation of an alert is found again. */
    private static String alertTag(Alert alert) {
        return "gradwatch-alert:" + Sha256.hex(alert.getId(), DIGEST_BYTES);
    }

    /** The state of the alert, and its end where it is over. */
    private static ObjectNode annotation(Notification notification, AlertChange change) {
        Alert alert = change.alert();
        ObjectNode annotation = JsonNodeFactory.instance
                .objectNode()
                .put(
                        "text",
                        text(
                                Subject.of(List.of(alert), notification.page()),
                                MessageEntry.of(change, notification, false)));
        ArrayNode tags = annotation.putArray("tags");
        tags.add(TAG)
                .add(alertTag(alert))
                .add("severity:" + change.severity().name().toLowerCase(Locale.ROOT))
                .add("state:" + alert.getState().name().toLowerCase(Locale.ROOT))
                .add("class:" + word(alert.getAlertClass()))
                .add("project:" + word(alert.getProject()))
                .add("run:" + word(alert.getRunId()));
        return change.firing() ? annotation : annotation.put("timeEnd", alert.getRaisedTimeMillis());
    }

    /** A name as a part of a tag: a sign that is neither letter nor digit nor one of {@code ._/-} becomes {@code _}. */
    private static String word(String name) {
        StringBuilder word = new StringBuilder();
        name.codePoints()
                .limit(NAME_CHARACTERS)
                .map(c -> Character.isLetterOrDigit(c) || "._/-".indexOf(c) >= 0 ? c : '_')
                .forEach(word::appendCodePoint);
        return word.toString();
    }

    private static String text(Subject subject, MessageEntry entry) {
        StringBuilder text = new StringBuilder(
                "<b>" + PlainText.html(entry.label()) + ": " + PlainText.html(entry.fault()) + "</b>");
        line(text, subject.sentence());
        link(text, "the alert", entry.link());
        link(text, "the run", subject.link());
        line(text, entry.summary());
        line(text, entry.status());
        entry.facts().forEach(fact -> line(text, fact));
        entry.causes().stream().findFirst().ifPresent(cause -> line(text, "Why, probably: " + cause));
        entry.remedies().stream().findFirst().ifPresent(remedy -> line(text, "Try first: " + remedy));
        if (!entry.checkpoint().isEmpty()) {
            line(text, MessageEntry.CHECKPOINT + ": " + entry.checkpoint());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String plain) {
        append(text, "<br>" + PlainText.html(PlainText.oneLine(plain, TEXT_LENGTH)));
    }

    /** Grafana shows links of annotations; the address is of the configuration, with encoded ids. */
    private static void link(StringBuilder text, String label, String address) {
        if (!address.isEmpty()) {
            append(text, "<br><a href=\"" + PlainText.html(address) + "\" target=\"_blank\">" + label + "</a>");
        }
    }

    /** A line that does not fit is left out: nothing is cut within an escape. */
    private static void append(StringBuilder text, String line) {
        if (text.length() + line.length() <= TEXT_LENGTH) {
            text.append(line);
        }
    }

    @Override
    public String toString() {
        return "GrafanaNotifier(" + annotations.getHost() + ")";
    }

    /** Makes notifiers that draw annotations in Grafana, with the {@code token} of a service account. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        /** Address of Grafana. */
        public static final ConfigKey<URI> URL =
                HttpSettings.api("url", "https://grafana.example.org/", null, "Where Grafana is.");

        @Override
        public String kind() {
            return "grafana";
        }

        @Override
        public Notifier create(ConfigSection section) {
            URI url = section.require(URL);
            Secret token = HttpSettings.token(section, "glsa_...");
            HttpSettings.require(token, section, "token", "the token of a service account with the role Editor");
            HttpPoster poster = HttpSettings.poster(section);
            return url == null ? null : new GrafanaNotifier(url.resolve("api/annotations"), token, poster);
        }
    }
}
