package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.inhibit.AlertLabel;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.Title;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.http.HttpSettings;
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
import io.gradwatch.schema.Sha256;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Hands alerts to Prometheus' Alertmanager, by its API v2 ({@code /api/v2/alerts}), so that its routes and silences
 * hold for them too. An alert there is known by its labels, so these are what stays the same for it; its class, which
 * may move on, is an annotation. One that gets worse has another severity and is another one, so the milder one is
 * ended with it. An alert that fires ends by itself at its {@code endsAt}, unless it is sent again before; Prometheus
 * sends its alerts each minute, Gradwatch only what changes, so that the end lies far ahead.
 *
 * @param alerts address of the alerts
 * @param authorization value of that header; null for none
 * @param firesFor time after which an alert of which nothing more is heard is over for Alertmanager
 */
record AlertmanagerNotifier(URI alerts, Secret authorization, Duration firesFor, HttpPoster poster)
        implements Notifier {

    /** Own choice: Alertmanager names no limit for a label. */
    private static final int LABEL_LENGTH = 200;

    private static final int DIGEST_BYTES = 8;
    private static final int ANNOTATION_LENGTH = 2_000;

    /** Longer than a usual group_interval; own choice. */
    private static final Duration ENDED_FIRES_FOR = Duration.ofHours(1);

    @Override
    public boolean takesSummaries() {
        return false;
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        ArrayNode posted = JsonNodeFactory.instance.arrayNode();
        notification.group().changes().forEach(change -> add(posted, notification, change));
        if (posted.isEmpty()) {
            return Delivery.delivered();
        }
        return poster.send("POST", alerts, posted.toString(), HttpSettings.authorized(authorization))
                .delivery();
    }

    private void add(ArrayNode posted, Notification notification, AlertChange change) {
        IncidentAction action = IncidentAction.of(change);
        if (action == IncidentAction.NONE) {
            return;
        }
        Instant now = notification.sentAt();
        if (change.kind() == AlertChange.Kind.ESCALATED) {
            posted.add(alert(notification, change, change.before().severity(), now));
        }
        posted.add(alert(notification, change, change.severity(), end(change, action, now)));
    }

    /** An alert that is over has to fire for a while all the same, or Alertmanager tells nobody that it did. */
    private Instant end(AlertChange change, IncidentAction action, Instant now) {
        if (action == IncidentAction.CLOSE) {
            return now;
        }
        return now.plus(change.firing() ? firesFor : ENDED_FIRES_FOR);
    }

    private static ObjectNode alert(Notification notification, AlertChange change, Severity severity, Instant end) {
        Alert alert = change.alert();
        MessageEntry entry = MessageEntry.of(change, notification, false);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode labels = json.putObject("labels");
        String kind = AlertLabel.KIND.of(alert);
        label(labels, "alertname", kind.isBlank() ? "unknown" : kind);
        label(labels, "severity", severity.name().toLowerCase(Locale.ROOT));
        label(labels, "service", "gradwatch");
        label(labels, "alert_id", alert.getId());
        label(labels, "project", alert.getProject());
        label(labels, "owner", alert.getOwner());
        label(labels, "host", alert.getHost());
        label(labels, "run", alert.getRunName());
        label(labels, "run_id", alert.getRunId());
        ObjectNode annotations = json.putObject("annotations");
        annotations.put("title", Title.of(notification, change));
        annotation(annotations, "class", PlainText.oneLine(alert.getAlertClass(), LABEL_LENGTH));
        annotation(annotations, "summary", entry.summary());
        annotation(annotations, "standing", entry.status());
        annotation(annotations, "evidence", String.join("; ", entry.facts()));
        annotation(annotations, "why_probably", String.join("\n", entry.causes()));
        annotation(annotations, "try_first", String.join("\n", entry.remedies()));
        annotation(annotations, "last_good_checkpoint", entry.checkpoint());
        Instant start = Instant.ofEpochMilli(
                alert.getFiredTimeMillis() > 0 ? alert.getFiredTimeMillis() : alert.getRaisedTimeMillis());
        json.put("startsAt", (start.isAfter(end) ? end : start).toString()).put("endsAt", end.toString());
        String link = PageLinks.shown(entry.link());
        return link.isEmpty() ? json : json.put("generatorURL", link);
    }

    /** A label that is empty is none to Alertmanager. One that is too long keeps its difference to others. */
    private static void label(ObjectNode labels, String name, String value) {
        String plain = value.length() > LABEL_LENGTH
                ? PlainText.oneLine(value, LABEL_LENGTH / 2) + Sha256.hex(value, DIGEST_BYTES)
                : PlainText.oneLine(value, LABEL_LENGTH);
        if (!plain.isEmpty()) {
            labels.put(name, plain);
        }
    }

    private static void annotation(ObjectNode annotations, String name, String text) {
        if (!text.isEmpty()) {
            annotations.put(name, PlainText.shortened(text, ANNOTATION_LENGTH));
        }
    }

    @Override
    public String toString() {
        return "AlertmanagerNotifier(" + alerts.getHost() + ")";
    }

    /** Makes notifiers that post to an Alertmanager, with a login where it asks for one. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        /** Address of Alertmanager. */
        public static final ConfigKey<URI> URL =
                HttpSettings.api("url", "http://alertmanager:9093/", null, "Where Alertmanager is.");

        /** Name of a login. */
        public static final ConfigKey<String> USERNAME = HttpSettings.USERNAME;

        /** Time after which an alert of which nothing more is heard is over. */
        public static final ConfigKey<Duration> FIRES_FOR = ConfigKey.duration(
                "fires-for",
                Duration.ofDays(7),
                Duration.ofMinutes(5),
                "After which an alert of which nothing more is heard is over for Alertmanager.");

        @Override
        public String kind() {
            return "alertmanager";
        }

        @Override
        public Notifier create(ConfigSection section) {
            URI url = section.require(URL);
            Secret authorization = HttpSettings.authorization(section, "eyJ...");
            Duration firesFor = section.get(FIRES_FOR);
            HttpPoster poster = HttpSettings.poster(section);
            return url == null
                    ? null
                    : new AlertmanagerNotifier(url.resolve("api/v2/alerts"), authorization, firesFor, poster);
        }
    }
}
