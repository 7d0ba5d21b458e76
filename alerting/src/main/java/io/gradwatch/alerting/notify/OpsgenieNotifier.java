package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.Subject;
import io.gradwatch.alerting.notify.http.AlertEvent;
import io.gradwatch.alerting.notify.http.AlertEvents;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.http.HttpSettings;
import io.gradwatch.alerting.notify.http.OnCallNotifier;
import io.gradwatch.alerting.notify.http.PageLinks;
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
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps an alert of Opsgenie or Jira Service Management for the alerts of one cause, by the Alert API. It is known by
 * its alias, of which there is one that is open, so that a request that is sent again changes nothing. What people
 * acknowledge is acknowledged there.
 *
 * <p>The API takes 130 characters of a message, 15,000 of a description, 8,000 of all details and 20 tags of 50
 * characters (docs.opsgenie.com/docs/alert-api, docs.opsgenie.com/docs/alerts-and-alert-fields).
 *
 * @param alerts address of the alerts
 * @param key of an API integration
 */
record OpsgenieNotifier(URI alerts, Secret key, HttpPoster poster, AlertEvents events) implements OnCallNotifier {

    private static final int MESSAGE_LENGTH = 130;
    private static final int DESCRIPTION_LENGTH = 15_000;

    /** Seven details of which none has more, with their names, and one link are within the limit. */
    private static final int DETAIL_LENGTH = 500;

    private static final int USER_LENGTH = 100;
    private static final int TAG_LENGTH = 50;
    private static final String SOURCE = "Gradwatch";

    @Override
    public boolean refreshes() {
        return true;
    }

    @Override
    public Delivery send(Notification notification, AlertEvent event) throws InterruptedException {
        AlertChange change = event.change();
        ObjectNode note = JsonNodeFactory.instance.objectNode().put("source", SOURCE);
        if (event.action() == IncidentAction.CLOSE) {
            note.put("note", entry(notification, change).status());
            return send("POST", of(event, "close"), note);
        }
        if (event.action() == IncidentAction.ACKNOWLEDGE) {
            note.put("user", PlainText.oneLine(event.by(), USER_LENGTH)).put("note", "Acknowledged in Gradwatch.");
            return send("POST", of(event, "acknowledge"), note);
        }
        Delivery opened = send("POST", alerts, alert(notification, event));
        boolean worse = change.kind() == AlertChange.Kind.ESCALATED && opened instanceof Delivery.Delivered;
        return worse ? send("PUT", of(event, "priority"), priority(change)) : opened;
    }

    private Delivery send(String method, URI address, ObjectNode body) throws InterruptedException {
        Map<String, String> headers = Map.of("Authorization", "GenieKey " + key.reveal());
        return poster.send(method, address, body.toString(), headers).delivery();
    }

    private URI of(AlertEvent event, String what) {
        return URI.create(alerts + "/" + event.key() + "/" + what + "?identifierType=alias");
    }

    /** An alert that is open keeps the priority that it was created with, unless it is told another. */
    private static ObjectNode priority(AlertChange change) {
        return JsonNodeFactory.instance.objectNode().put("priority", priority(change.severity()));
    }

    private static MessageEntry entry(Notification notification, AlertChange change) {
        return MessageEntry.of(change, notification, false);
    }

    private static ObjectNode alert(Notification notification, AlertEvent event) {
        AlertChange change = event.change();
        Alert alert = change.alert();
        MessageEntry entry = entry(notification, change);
        Subject subject = Subject.of(List.of(alert), notification.page());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("message", PlainText.shortened(event.title(), MESSAGE_LENGTH));
        body.put("alias", event.key()).put("source", SOURCE).put("priority", priority(change.severity()));
        body.put("entity", PlainText.oneLine(alert.getRunId(), DETAIL_LENGTH));
        body.put("description", PlainText.shortened(description(entry, subject), DESCRIPTION_LENGTH));
        ArrayNode tags = body.putArray("tags");
        List.of("gradwatch", alert.getAlertClass(), alert.getProject()).forEach(tag -> add(tags, tag));
        ObjectNode details = body.putObject("details");
        details.put("run", detail(alert.getRunName())).put("run_id", detail(alert.getRunId()));
        details.put("project", detail(alert.getProject())).put("owner", detail(alert.getOwner()));
        details.put("host", detail(alert.getHost())).put("class", detail(alert.getAlertClass()));
        details.put("link", PageLinks.shown(entry.link()));
        return body;
    }

    private static void add(ArrayNode tags, String tag) {
        String plain = PlainText.oneLine(tag, TAG_LENGTH);
        if (!plain.isEmpty()) {
            tags.add(plain);
        }
    }

    private static String description(MessageEntry entry, Subject subject) {
        List<String> lines = new ArrayList<>(List.of(subject.sentence(), PageLinks.shown(subject.link())));
        lines.addAll(entry.shortLines());
        lines.add(PageLinks.shown(entry.link()));
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

    /** Makes notifiers that open and close alerts with the {@code api-key} of an API integration. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        /** Address below which the alerts are. */
        public static final ConfigKey<URI> API = HttpSettings.api(
                "api-url",
                "https://api.eu.opsgenie.com/v2/",
                URI.create("https://api.opsgenie.com/v2/"),
                "Where the Alert API is; https://api.eu.opsgenie.com/v2/ for an account in Europe.");

        @Override
        public String kind() {
            return "opsgenie";
        }

        @Override
        public Notifier create(ConfigSection section) {
            Secret key = HttpSettings.secret(section, "api-key", "that of an API integration");
            HttpSettings.require(key, section, "api-key", "the key of an API integration");
            URI alerts = section.get(API).resolve("alerts");
            return new OpsgenieNotifier(alerts, key, HttpSettings.poster(section), new AlertEvents());
        }
    }
}
