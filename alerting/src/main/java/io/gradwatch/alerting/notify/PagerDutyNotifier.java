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
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keeps an alert of PagerDuty for the alerts of one cause, by its Events API v2: an event for each of them, with the
 * key of the cause, so that an event that is sent again changes nothing. What people acknowledge is acknowledged there.
 *
 * <p>PagerDuty takes 1,024 characters of a summary, 255 of a key and 512 KB of an event
 * (developer.pagerduty.com/docs/events-api-v2-overview, .../send-alert-event).
 *
 * @param enqueue address of the events
 * @param routingKey integration key of a service
 */
record PagerDutyNotifier(URI enqueue, Secret routingKey, HttpPoster poster, AlertEvents events)
        implements OnCallNotifier {

    private static final int SUMMARY_LENGTH = 1_024;

    /** Own choice; PagerDuty names no limit below that of the event. */
    private static final int NAME_LENGTH = 255;

    @Override
    public boolean refreshes() {
        return true;
    }

    @Override
    public Delivery send(Notification notification, AlertEvent event) throws InterruptedException {
        String body = body(notification, event).toString();
        return poster.send("POST", enqueue, body, Map.of()).delivery();
    }

    private ObjectNode body(Notification notification, AlertEvent told) {
        AlertChange change = told.change();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("routing_key", routingKey.reveal());
        event.put("dedup_key", told.key());
        if (told.action() != IncidentAction.OPEN) {
            return event.put("event_action", told.action() == IncidentAction.CLOSE ? "resolve" : "acknowledge");
        }
        event.put("event_action", "trigger").put("client", "Gradwatch");
        MessageEntry entry = MessageEntry.of(change, notification, false);
        Subject subject = Subject.of(List.of(change.alert()), notification.page());
        ArrayNode links = JsonNodeFactory.instance.arrayNode();
        link(links, "The alert", entry.link());
        link(links, "The run", subject.link());
        if (!links.isEmpty()) {
            event.put("client_url", links.path(0).path("href").asText()).set("links", links);
        }
        event.set("payload", payload(told, entry));
        return event;
    }

    private static void link(ArrayNode links, String text, String address) {
        if (!PageLinks.shown(address).isEmpty()) {
            links.addObject().put("href", address).put("text", text);
        }
    }

    private static ObjectNode payload(AlertEvent told, MessageEntry entry) {
        AlertChange change = told.change();
        Alert alert = change.alert();
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("summary", PlainText.shortened(told.title(), SUMMARY_LENGTH));
        payload.put("source", source(alert));
        payload.put("severity", severity(change.severity()));
        payload.put(
                "timestamp", Instant.ofEpochMilli(alert.getRaisedTimeMillis()).toString());
        payload.put("component", name(alert.getRunName().isEmpty() ? alert.getRunId() : alert.getRunName()));
        payload.put("group", name(alert.getProject())).put("class", name(alert.getAlertClass()));
        ObjectNode details = payload.putObject("custom_details");
        details.put("run_id", name(alert.getRunId())).put("owner", name(alert.getOwner()));
        details.put("summary", entry.summary()).put("standing", entry.status());
        details.put("evidence", String.join("\n", entry.facts()));
        details.put("why_probably", String.join("\n", entry.causes()));
        details.put("try_first", String.join("\n", entry.remedies()));
        if (!entry.checkpoint().isEmpty()) {
            details.put("last_good_checkpoint", entry.checkpoint());
        }
        return payload;
    }

    /** The host, or the run where it has none; PagerDuty takes no event without a source. */
    private static String source(Alert alert) {
        return Stream.of(alert.getHost(), alert.getRunName(), alert.getRunId())
                .map(PagerDutyNotifier::name)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("gradwatch");
    }

    private static String name(String text) {
        return PlainText.oneLine(text, NAME_LENGTH);
    }

    private static String severity(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "PagerDutyNotifier(" + enqueue.getHost() + ")";
    }

    /** Makes notifiers that send events to the service of a {@code routing-key}. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        /** Address of the Events API. */
        public static final ConfigKey<URI> API = HttpSettings.api(
                "api-url",
                "https://events.eu.pagerduty.com/",
                URI.create("https://events.pagerduty.com/"),
                "Where the Events API is; https://events.eu.pagerduty.com/ for an account in Europe.");

        @Override
        public String kind() {
            return "pagerduty";
        }

        @Override
        public Notifier create(ConfigSection section) {
            Secret key = HttpSettings.secret(section, "routing-key", "R0…, of 32 characters");
            HttpSettings.require(key, section, "routing-key", "the integration key of a service (Events API v2)");
            URI enqueue = section.get(API).resolve("v2/enqueue");
            return new PagerDutyNotifier(enqueue, key, HttpSettings.poster(section), new AlertEvents());
        }
    }
}
