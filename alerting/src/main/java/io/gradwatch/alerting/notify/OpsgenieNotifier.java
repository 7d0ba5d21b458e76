package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.Subject;
import io.gradwatch.alerting.message.Title;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.http.HttpSettings;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.IncidentAction;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Sha256;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps an alert of Opsgenie or Jira Service Management for each alert, by the Alert API. The alert is known by its
 * alias, of which there is one that is open, so that a request that is sent again changes nothing.
 *
 * <p>The API takes 130 characters of a message, 15,000 of a description, 8,000 of all details and 20 tags of 50
 * characters (docs.opsgenie.com/docs/alert-api, docs.opsgenie.com/docs/alerts-and-alert-fields).
 *
 * @param alerts address of the alerts
 * @param key of an API integration
 */
record OpsgenieNotifier(URI alerts, Secret key, HttpPoster poster) implements Notifier {

    private static final int MESSAGE_LENGTH = 130;
    private static final int DESCRIPTION_LENGTH = 15_000;
    private static final int DETAIL_LENGTH = 500;
    private static final int TAG_LENGTH = 50;
    private static final int DIGEST_BYTES = 16;

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        for (AlertChange change : notification.group().changes()) {
            IncidentAction action = IncidentAction.of(change);
            if (action != IncidentAction.NONE) {
                Delivery delivery = send(notification, change, action);
                if (!(delivery instanceof Delivery.Delivered)) {
                    return delivery;
                }
            }
        }
        return Delivery.delivered();
    }

    private Delivery send(Notification notification, AlertChange change, IncidentAction action)
            throws InterruptedException {
        String alias = "gradwatch-" + Sha256.hex(change.alert().getId(), DIGEST_BYTES);
        boolean close = action == IncidentAction.CLOSE;
        URI address = close ? URI.create(alerts + "/" + alias + "/close?identifierType=alias") : alerts;
        ObjectNode body = close
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put("source", "Gradwatch")
                        .put("note", MessageEntry.of(change, notification, false).status())
                : alert(notification, change, alias);
        return poster.send("POST", address, body.toString(), Map.of("Authorization", "GenieKey " + key.reveal()))
                .delivery();
    }

    private static ObjectNode alert(Notification notification, AlertChange change, String alias) {
        Alert alert = change.alert();
        MessageEntry entry = MessageEntry.of(change, notification, false);
        Subject subject = Subject.of(List.of(alert), notification.page());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("message", PlainText.shortened(Title.of(notification, change), MESSAGE_LENGTH));
        body.put("alias", alias).put("source", "Gradwatch").put("priority", priority(change.severity()));
        body.put("entity", PlainText.oneLine(alert.getRunId(), DETAIL_LENGTH));
        body.put("description", PlainText.shortened(description(entry, subject), DESCRIPTION_LENGTH));
        ArrayNode tags = body.putArray("tags");
        List.of("gradwatch", alert.getAlertClass(), alert.getProject()).forEach(tag -> add(tags, tag));
        ObjectNode details = body.putObject("details");
        details.put("run", detail(alert.getRunName())).put("run_id", detail(alert.getRunId()));
        details.put("project", detail(alert.getProject())).put("owner", detail(alert.getOwner()));
        details.put("host", detail(alert.getHost())).put("class", detail(alert.getAlertClass()));
        details.put("link", entry.link());
        return body;
    }

    private static void add(ArrayNode tags, String tag) {
        String plain = PlainText.oneLine(tag, TAG_LENGTH);
        if (!plain.isEmpty()) {
            tags.add(plain);
        }
    }

    private static String description(MessageEntry entry, Subject subject) {
        List<String> lines = new ArrayList<>(List.of(subject.sentence(), subject.link()));
        lines.addAll(entry.shortLines());
        lines.add(entry.link());
        lines.removeIf(String::isEmpty);
        return String.join("\n", lines);
    }

    private static String detail(String text) {
        return PlainText.oneLine(text, DETAIL_LENGTH);
    }

    private static String priority(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "P1";
            case WARNING -> "P3";
            case INFO -> "P5";
        };
    }

    @Override
    public String toString() {
        return "OpsgenieNotifier(" + alerts.getHost() + ")";
    }

    /** Makes notifiers that open and close alerts with the {@code key} of an API integration. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        /** Address below which the alerts are. */
        public static final ConfigKey<URI> API = HttpSettings.api(
                "api-url",
                "https://api.eu.opsgenie.com/v2/",
                URI.create("https://api.opsgenie.com/v2/"),
                "Where the Alert API is.");

        @Override
        public String kind() {
            return "opsgenie";
        }

        @Override
        public Notifier create(ConfigSection section) {
            Secret key = HttpSettings.secret(section, "key", "that of an API integration");
            HttpSettings.require(key, section, "key", "the key of an API integration");
            return new OpsgenieNotifier(section.get(API).resolve("alerts"), key, HttpSettings.poster(section));
        }
    }
}
